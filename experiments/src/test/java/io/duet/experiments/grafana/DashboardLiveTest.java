package io.duet.experiments.grafana;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import io.duet.experiments.race.SmallRace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Every expression of the dashboards and rules, evaluated by a real Prometheus after a race. */
class DashboardLiveTest {
  private static final int RANGE_SECONDS = 60;
  private static final String SEARCHES = "sum(duet_searches_total)";
  private static final Pattern LABEL_VALUES = Pattern.compile("label_values\\((.+), (\\w+)\\)");
  private static final Pattern COMPARISON =
      Pattern.compile("(.+)\\s+(?:[<>]=?|==|!=)\\s+[0-9.]+", Pattern.DOTALL);

  @TempDir static Path folder;
  private static SmallRace race;
  private static Prometheus prometheus;

  /** When the race's results had just been scraped, in seconds as Prometheus writes them. */
  private static String at;

  @BeforeAll
  static void play() throws IOException {
    Path program = Tool.find("prometheus");
    race = new SmallRace();
    prometheus = Prometheus.start(program, config(), folder);
    awaitSearches(0);
    race.play();
    at = awaitSearches(race.searches());
  }

  @AfterAll
  static void end() {
    if (prometheus != null) {
      prometheus.close();
    }
    if (race != null) {
      race.close();
    }
  }

  /** The project's configuration with the race's port in the place of the usual one. */
  private static Path config() throws IOException {
    Path original = GrafanaFolder.PATH.resolve("prometheus/prometheus.yml");
    String text = Files.readString(original).replace("localhost:9464", "127.0.0.1:" + race.port());
    assertThat(text).contains("\"127.0.0.1:" + race.port() + "\"");
    Files.createDirectory(folder.resolve("rules"));
    for (Path rules : GrafanaFolder.files("prometheus/rules", ".yml")) {
      Files.copy(rules, folder.resolve("rules").resolve(rules.getFileName()));
    }
    return Files.writeString(folder.resolve("prometheus.yml"), text);
  }

  private static String awaitSearches(int count) {
    return prometheus
        .await(
            count + " searches",
            () -> prometheus.data("query", Map.of("query", SEARCHES)).path("result").path(0),
            sample -> sample.path("value").path(1).asText().equals("" + count))
        .path("value")
        .path(0)
        .asText();
  }

  @TestFactory
  Stream<DynamicTest> panel_hasData() {
    return GrafanaFolder.dashboards().stream()
        .flatMap(dashboard -> dashboard.targets().stream())
        .flatMap(target -> choices(target).map(overlays -> panelTest(target, overlays)));
  }

  /** What the variable stands for: every overlay together, or one each in a repeated panel. */
  private static Stream<List<String>> choices(Dashboard.Target target) {
    return target.repeats()
        ? SmallRace.OVERLAYS.stream().map(List::of)
        : Stream.of(SmallRace.OVERLAYS);
  }

  private static DynamicTest panelTest(Dashboard.Target target, List<String> overlays) {
    return dynamicTest(target + ", " + overlays, () -> evaluate(target, overlays));
  }

  /** A panel of what happens when asks over time, a panel of sums asks at its end. */
  private static void evaluate(Dashboard.Target target, List<String> overlays) {
    String expression = asGrafana(target.expression(), overlays);
    List<JsonNode> atTheEnd = now(expression);
    List<JsonNode> series = overTime(expression);
    check(target, overlays, target.isInstant() ? atTheEnd : series);
    check(target, overlays, series);
  }

  private static void check(Dashboard.Target target, List<String> overlays, List<JsonNode> series) {
    List<JsonNode> numbers = series.stream().filter(DashboardLiveTest::hasNumbers).toList();
    assertThat(numbers).as(target.expression()).isNotEmpty();
    if (target.legend().contains("{{overlay}}")) {
      assertThat(numbers)
          .as("overlays in %s", target.expression())
          .extracting(s -> s.path("metric").path("overlay").asText())
          .containsAll(overlays);
    }
  }

  /** The expression as Grafana sends it, for a scrape and a step every second. */
  private static String asGrafana(String expression, List<String> overlays) {
    String choice = overlays.size() == 1 ? overlays.get(0) : "(" + String.join("|", overlays) + ")";
    String sent =
        expression
            .replace("$__rate_interval", "4s")
            .replace("$__range", RANGE_SECONDS + "s")
            .replace("$overlay", choice);
    assertThat(sent).as("every variable is known").doesNotContain("$");
    return sent;
  }

  private static List<JsonNode> now(String expression) {
    Map<String, String> parameters = Map.of("query", expression, "time", at);
    return Dashboard.list(prometheus.data("query", parameters).path("result"));
  }

  private static List<JsonNode> overTime(String expression) {
    String start = String.valueOf(Double.parseDouble(at) - RANGE_SECONDS);
    Map<String, String> parameters =
        Map.of("query", expression, "start", start, "end", at, "step", "1");
    return Dashboard.list(prometheus.data("query_range", parameters).path("result"));
  }

  /** Whether a series has any value that is a number. */
  private static boolean hasNumbers(JsonNode series) {
    Stream<JsonNode> samples =
        Stream.concat(
            Dashboard.list(series.path("values")).stream(), Stream.of(series.path("value")));
    return samples.anyMatch(sample -> sample.path(1).asText("NaN").matches("-?[0-9].*"));
  }

  @TestFactory
  Stream<DynamicTest> variable_listsTheOverlays() {
    return GrafanaFolder.dashboards().stream()
        .flatMap(dashboard -> dashboard.variables().stream())
        .filter(variable -> variable.path("type").asText().equals("query"))
        .map(variable -> dynamicTest(variable.path("name").asText(), () -> listed(variable)));
  }

  private static void listed(JsonNode variable) {
    Matcher query = LABEL_VALUES.matcher(variable.path("query").path("query").asText());
    assertThat(query.matches()).isTrue();
    JsonNode values =
        prometheus.data("label/" + query.group(2) + "/values", Map.of("match[]", query.group(1)));
    assertThat(Dashboard.list(values)).extracting(JsonNode::asText).isEqualTo(SmallRace.OVERLAYS);
  }

  @TestFactory
  Stream<DynamicTest> rule_hasData() {
    return GrafanaFolder.rules().stream()
        .map(
            rule ->
                dynamicTest(
                    rule.path("record").asText() + rule.path("alert").asText(),
                    () -> evaluate(rule)));
  }

  /** An alert is silent as long as all is well, so what it compares is evaluated. */
  private static void evaluate(JsonNode rule) {
    String expression = rule.path("expr").asText();
    if (rule.has("alert")) {
      Matcher comparison = COMPARISON.matcher(expression);
      assertThat(comparison.matches()).as("%s compares with a number", expression).isTrue();
      expression = comparison.group(1);
    }
    Map<String, String> query = Map.of("query", rule.path("record").asText(expression));
    prometheus.await(
        "data for " + query,
        () -> Dashboard.list(prometheus.data("query", query).path("result")),
        series -> series.stream().anyMatch(DashboardLiveTest::hasNumbers));
  }

  @Test
  void rules_areEvaluatedWithoutError() {
    int rules = GrafanaFolder.rules().size();
    List<JsonNode> healthy =
        prometheus.await("evaluation of all rules", this::healthyRules, ok -> ok.size() == rules);
    assertThat(healthy).allMatch(rule -> rule.path("lastError").asText().isEmpty());
  }

  private List<JsonNode> healthyRules() {
    return Dashboard.list(prometheus.data("rules", Map.of()).path("groups")).stream()
        .flatMap(group -> Dashboard.list(group.path("rules")).stream())
        .filter(rule -> rule.path("health").asText().equals("ok"))
        .toList();
  }

  @Test
  void files_passPromtool() throws Exception {
    String promtool = Tool.find("promtool").toString();
    Path config = GrafanaFolder.PATH.resolve("prometheus/prometheus.yml");
    Tool.run(folder.resolve("config.log"), promtool, "check", "config", config.toString());
    for (Path rules : GrafanaFolder.files("prometheus/rules", ".yml")) {
      Tool.run(folder.resolve("rules.log"), promtool, "check", "rules", rules.toString());
    }
  }
}
