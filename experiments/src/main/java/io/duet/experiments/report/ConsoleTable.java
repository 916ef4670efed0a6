package io.duet.experiments.report;

import io.duet.experiments.result.SearchOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** The race as a table for the terminal, one column per overlay; 80 characters for four. */
public final class ConsoleTable {
  private static final int LABEL = 30;
  private static final int COLUMN_MIN = 12;

  private final List<Summary> summaries;
  private final int column;
  private final StringBuilder text = new StringBuilder();

  private ConsoleTable(List<Summary> summaries) {
    this.summaries = summaries;
    this.column =
        summaries.stream()
            .mapToInt(summary -> summary.overlay().length() + 2)
            .reduce(COLUMN_MIN, Math::max);
  }

  /** The table's text. */
  public static String of(List<Summary> summaries) {
    ConsoleTable table = new ConsoleTable(summaries);
    table.row("", Summary::overlay);
    table.text.append("-".repeat(LABEL + table.column * summaries.size())).append('\n');
    rows(summaries).forEach(row -> table.row(row.label, row.value));
    return table.text.toString();
  }

  /** The rows: success, cost, and the reach of queries. */
  static List<Row> rows(List<Summary> summaries) {
    List<Row> rows = rows();
    if (summaries.stream().anyMatch(summary -> summary.queries() != null)) {
      rows.addAll(queryRows());
      summaries.stream()
          .flatMap(summary -> summary.load().keySet().stream())
          .distinct()
          .forEach(role -> rows.addAll(loadRows(role)));
    }
    if (summaries.stream().anyMatch(summary -> summary.fetches() != null)) {
      rows.addAll(FetchRows.of(summaries));
    }
    return rows;
  }

  private static List<Row> queryRows() {
    return List.of(
        new Row("queries per search", s -> number(query(s, QuerySpread::messagesPerSearch))),
        new Row("  nodes reached", s -> number(query(s, QuerySpread::reachedMean))),
        new Row("  reached at the last hop", s -> percent(query(s, QuerySpread::lastHopShare))),
        new Row("  duplicates", s -> percent(query(s, QuerySpread::repeatedShare))));
  }

  /** A figure of queries; NaN for an overlay that sends none. */
  private static double query(Summary summary, ToDoubleFunction<QuerySpread> figure) {
    return summary.queries() == null ? Double.NaN : figure.applyAsDouble(summary.queries());
  }

  private static List<Row> loadRows(String role) {
    return List.of(
        new Row("load of a " + role + " (B/s)", s -> number(bytes(s, role).mean())),
        new Row("  p99", s -> number(bytes(s, role).p99())));
  }

  private static RoleLoad.Rates bytes(Summary summary, String role) {
    RoleLoad load = summary.load().get(role);
    return load == null ? new RoleLoad.Rates(Double.NaN, Double.NaN) : load.bytesPerSecond();
  }

  private static List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    rows.add(new Row("success", s -> percent(s.successRatio())));
    rows.add(new Row("  before the crash", s -> percent(s.successBeforeCrash())));
    rows.add(new Row("  healed (last fifth)", s -> percent(s.successHealed())));
    rows.add(new Row("hops mean", s -> number(s.hops().mean())));
    rows.add(new Row("hops p50", s -> number(s.hops().p50())));
    rows.add(new Row("hops p99", s -> number(s.hops().p99())));
    rows.add(new Row("latency p50 (ms)", s -> number(1e3 * s.latencySeconds().p50())));
    rows.add(new Row("latency p95 (ms)", s -> number(1e3 * s.latencySeconds().p95())));
    rows.add(new Row("latency p99 (ms)", s -> number(1e3 * s.latencySeconds().p99())));
    rows.add(new Row("messages per search", s -> number(s.messagesPerSearch())));
    rows.add(new Row("bytes per search", s -> number(s.bytesPerSearch())));
    rows.add(new Row("maintenance B/(node s)", s -> number(s.maintenanceBytesPerNodeSecond())));
    rows.add(new Row("load spread (Gini)", s -> number(s.loadGini())));
    rows.add(new Row("searches for gone content", s -> "" + s.outcomes().get(SearchOutcome.GONE)));
    return rows;
  }

  /** One measure, with its label and the text of its value. */
  record Row(String label, Function<Summary, String> value) {}

  private void row(String label, Function<Summary, String> value) {
    StringBuilder line = new StringBuilder(("%-" + LABEL + "s").formatted(label));
    for (Summary summary : summaries) {
      line.append(("%" + column + "s").formatted(value.apply(summary)));
    }
    text.append(line.toString().stripTrailing()).append('\n');
  }

  static String percent(double ratio) {
    if (!Double.isFinite(ratio)) {
      return "-";
    }
    double percent = Math.floor(ratio * 1e4 + 1e-9) / 1e2; // 99.999 % is not 100 %
    String form = percent == Math.rint(percent) ? "%.0f %%" : "%.2f %%";
    return String.format(Locale.ROOT, form, percent);
  }

  /** At least three digits, and no more decimals than necessary. */
  static String number(double value) {
    if (!Double.isFinite(value)) {
      return "-";
    }
    int decimals =
        value == Math.rint(value) && value < 1e6 ? 0 : value < 10 ? 2 : value < 100 ? 1 : 0;
    return String.format(Locale.ROOT, "%." + decimals + "f", value);
  }
}
