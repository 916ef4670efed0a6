package io.duet.experiments.report;

import io.duet.experiments.result.SearchOutcome;
import io.duet.experiments.result.SearchRecord;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Counts searches by outcome. */
final class Outcomes {

  private Outcomes() {}

  static Map<SearchOutcome, Long> count(List<SearchRecord> searches) {
    Map<SearchOutcome, Long> counts = new EnumMap<>(SearchOutcome.class);
    for (SearchOutcome outcome : SearchOutcome.values()) {
      counts.put(outcome, 0L);
    }
    searches.forEach(search -> counts.merge(search.outcome(), 1L, Long::sum));
    return counts;
  }
}
