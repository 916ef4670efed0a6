package io.duet.experiments.study;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.stream.IntStream;

/** A table of published and measured figures in Markdown, also readable on a terminal. */
public final class ReproductionTable {
  private static final MathContext DIGITS = new MathContext(4);

  private ReproductionTable() {}

  /** The table's text. */
  public static String of(List<ReproductionRow> rows) {
    List<List<String>> cells = new ArrayList<>();
    cells.add(List.of("case", "measure", "published", "measured", "seeds", "verdict"));
    rows.forEach(row -> cells.add(cells(row)));
    int[] widths =
        IntStream.range(0, 6)
            .map(i -> cells.stream().mapToInt(line -> line.get(i).length()).max().orElse(0))
            .toArray();
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < cells.size(); i++) {
      text.append(line(cells.get(i), widths));
      text.append(i == 0 ? rule(widths) : "");
    }
    return text.toString();
  }

  private static List<String> cells(ReproductionRow row) {
    DoubleSummaryStatistics seeds =
        row.seeds().stream().mapToDouble(value -> value).summaryStatistics();
    return List.of(
        row.caseName(),
        row.measure().text(),
        row.published().text(),
        number(row.measured()),
        row.seeds().size() == 1 ? "1" : number(seeds.getMin()) + " to " + number(seeds.getMax()),
        row.within() ? "within" : "outside");
  }

  private static String line(List<String> cells, int[] widths) {
    StringBuilder line = new StringBuilder("|");
    for (int i = 0; i < widths.length; i++) {
      line.append((" %-" + widths[i] + "s |").formatted(cells.get(i)));
    }
    return line.append('\n').toString();
  }

  private static String rule(int[] widths) {
    StringBuilder line = new StringBuilder("|");
    for (int width : widths) {
      line.append("-".repeat(width + 2)).append('|');
    }
    return line.append('\n').toString();
  }

  /** Formats four significant digits, and all digits of whole numbers. */
  static String number(double value) {
    if (!Double.isFinite(value)) {
      return "-";
    }
    BigDecimal exact = new BigDecimal(value);
    BigDecimal rounded = value == Math.rint(value) ? exact : exact.round(DIGITS);
    return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
  }
}
