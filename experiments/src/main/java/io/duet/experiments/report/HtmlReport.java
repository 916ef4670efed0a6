package io.duet.experiments.report;

import static io.duet.experiments.report.ConsoleTable.number;
import static io.duet.experiments.report.ConsoleTable.percent;

import io.duet.experiments.experiment.Experiment;
import io.duet.experiments.experiment.ExperimentFile;
import io.duet.experiments.result.RaceResult;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * {@code report.html}: the results of a race in one file that opens offline. Charts are drawn by
 * Apache ECharts, which is inlined; a plain table contains every number as well.
 */
record HtmlReport(RaceResult race, List<Summary> summaries, WallTimes wall) {
  private static final String CHARTS =
      "/META-INF/resources/webjars/echarts/5.5.0/echarts.common.min.js";

  /** The file's text. */
  static String of(RaceResult race, List<Summary> summaries) {
    HtmlReport report = new HtmlReport(race, summaries, WallTimes.of(race));
    StringBuilder page = new StringBuilder(1 << 20);
    for (String piece : resource("report.html").split("(?=\\{\\{)|(?<=\\}\\})", -1)) {
      boolean named = piece.startsWith("{{") && piece.endsWith("}}");
      page.append(named ? report.part(piece.substring(2, piece.length() - 2)) : piece);
    }
    return page.toString();
  }

  private String part(String name) {
    return switch (name) {
      case "title" -> escaped(title());
      case "lead" -> escaped(lead());
      case "style" -> resource("report.css");
      case "findings" -> findings();
      case "keyFigures" -> keyFigures();
      case "table" -> table();
      case "howRun" -> howRun();
      case "experiment" -> escaped(ExperimentFile.write(race.experiment()));
      case "echarts" -> resource(CHARTS).replace("</script", "<\\/script");
      case "data" -> ReportData.of(race).json().replace("<", "\\u003c");
      case "script" -> resource("report.js");
      default -> throw new IllegalStateException("the template names an unknown part " + name);
    };
  }

  private String title() {
    Experiment experiment = race.experiment();
    return "%s: %d nodes, %d searches"
        .formatted(experiment.name(), experiment.nodes(), experiment.searches());
  }

  private String lead() {
    Experiment experiment = race.experiment();
    String where =
        experiment.simulate()
            ? "in virtual time over the network " + experiment.network()
            : "over real TCP connections on the loopback interface";
    String crash =
        race.crashAtNanos() < 0
            ? "No node crashes."
            : "Half-way, %s of the nodes crash at once, the same ones in each overlay."
                .formatted(percent(experiment.crash()));
    return "One workload, run on one overlay after another, %s. %s".formatted(where, crash);
  }

  private String findings() {
    StringBuilder list = new StringBuilder();
    Highlights.of(race, summaries)
        .forEach(sentence -> list.append("<li>").append(escaped(sentence)).append("</li>\n"));
    return list.toString();
  }

  private String keyFigures() {
    StringBuilder cards = new StringBuilder();
    for (Summary summary : summaries) {
      cards.append("<div class=\"card\" data-overlay=\"");
      cards.append(escaped(summary.overlay())).append("\"><h3>");
      cards.append(escaped(summary.title())).append("</h3><dl>");
      entry(cards, "success", percent(summary.successRatio()));
      entry(cards, "hops, mean", number(summary.hops().mean()));
      entry(cards, "latency, median", ms(summary.latencySeconds().p50()));
      entry(cards, "messages per search", number(summary.messagesPerSearch()));
      cards.append("</dl></div>\n");
    }
    return cards.toString();
  }

  private static String ms(double seconds) {
    return Double.isFinite(seconds) ? number(1e3 * seconds) + " ms" : "-";
  }

  private String table() {
    StringBuilder rows = new StringBuilder("<thead><tr><th></th>");
    summaries.forEach(s -> cell(rows, "th", s.title()));
    rows.append("</tr></thead>\n<tbody>");
    for (ConsoleTable.Row row : ConsoleTable.rows(summaries)) {
      rows.append("<tr>");
      cell(rows, "th", row.label().strip());
      summaries.forEach(s -> cell(rows, "td", row.value().apply(s)));
      rows.append("</tr>\n");
    }
    return rows.append("</tbody>").toString();
  }

  private static void cell(StringBuilder rows, String tag, String text) {
    rows.append('<').append(tag).append('>').append(escaped(text));
    rows.append("</").append(tag).append('>');
  }

  private String howRun() {
    StringBuilder list = new StringBuilder();
    entry(list, "command", race.command());
    entry(list, "seed", Long.toString(race.experiment().seed()));
    entry(list, "duet", wall.duet());
    entry(list, "java", wall.java());
    entry(list, "os", wall.os());
    entry(list, "cpus", Integer.toString(wall.cpus()));
    entry(list, "heap max mib", Long.toString(wall.heapMaxMib()));
    if (!race.experiment().simulate()) { // the report of a simulation does not depend on the clock
      entry(list, "started", wall.startedAt().toString());
      wall.seconds()
          .forEach(
              (name, s) -> entry(list, name + " took", String.format(Locale.ROOT, "%.1f s", s)));
    }
    return list.toString();
  }

  private static void entry(StringBuilder list, String what, String value) {
    list.append("<div><dt>").append(escaped(what)).append("</dt><dd>");
    list.append(escaped(value)).append("</dd></div>\n");
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }

  private static String resource(String name) {
    try (InputStream stream = HtmlReport.class.getResourceAsStream(name)) {
      return new String(
          Objects.requireNonNull(stream, name).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
