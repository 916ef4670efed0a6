package io.duet.experiments.report;

import io.duet.experiments.result.Outcome;
import io.duet.experiments.result.SearchRecord;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Counts searches by outcome. */
final class Outcomes {

  private Outcomes() {}

  static Map<Outcome, Long> count(List<SearchRecord> searches) {
    Map<Outcome, Long> counts = new EnumMap<>(Outcome.class);
    for (Outcome outcome : Outcome.values()) {
      counts.put(outcome, 0L);
    }
    searches.forEach(search -> counts.merge(search.outcome(), 1L, Long::sum));
    return counts;
  }
}
