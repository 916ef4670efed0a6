package io.duet.experiments.report;

import static io.duet.experiments.report.ConsoleTable.number;
import static io.duet.experiments.report.ConsoleTable.percent;

import io.duet.experiments.report.ConsoleTable.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** The rows of the table about transfers: time to content, rates, and the flash crowd. */
final class FetchRows {
  private FetchRows() {}

  static List<Row> of(List<Summary> summaries) {
    List<Row> rows = new ArrayList<>();
    rows.add(new Row("time to content p50 (s)", s -> figure(s, f -> f.contentSeconds().p50())));
    rows.add(new Row("time to content p95 (s)", s -> figure(s, f -> f.contentSeconds().p95())));
    rows.add(new Row("  of it transfer p50 (s)", s -> figure(s, f -> f.transferSeconds().p50())));
    rows.add(
        new Row("  rate of a fetch p50 (MB/s)", s -> figure(s, f -> f.megabytesPerSecond().p50())));
    rows.add(new Row("fetches", s -> figure(s, FetchFigures::started)));
    rows.add(new Row("  finished", s -> percent(value(s, FetchFigures::doneRatio))));
    if (summaries.stream().anyMatch(s -> s.fetches() != null && s.fetches().crowd() != null)) {
      rows.add(new Row("flash crowd (s)", s -> number(crowd(s, FetchFigures.Crowd::seconds))));
      rows.add(new Row("  / bound", s -> number(crowd(s, FetchFigures.Crowd::overBound))));
    }
    return rows;
  }

  private static String figure(Summary summary, ToDoubleFunction<FetchFigures> figure) {
    return number(value(summary, figure));
  }

  private static double value(Summary summary, ToDoubleFunction<FetchFigures> figure) {
    return summary.fetches() == null ? Double.NaN : figure.applyAsDouble(summary.fetches());
  }

  private static double crowd(Summary summary, ToDoubleFunction<FetchFigures.Crowd> figure) {
    FetchFigures fetches = summary.fetches();
    return fetches == null || fetches.crowd() == null
        ? Double.NaN
        : figure.applyAsDouble(fetches.crowd());
  }
}
