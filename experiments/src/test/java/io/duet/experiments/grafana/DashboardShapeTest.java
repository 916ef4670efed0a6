package io.duet.experiments.grafana;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What Grafana needs of the files, checked without one. */
class DashboardShapeTest {
  private static final int COLUMNS = 24;
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{?([a-zA-Z_][a-zA-Z0-9_]*)");
  private static final Set<String> BUILT_IN = Set.of("__rate_interval", "__range");

  static List<Dashboard> dashboards() {
    return GrafanaFolder.dashboards();
  }

  @Test
  void dashboards_areThereWithTheirOwnUids() {
    assertThat(dashboards()).isNotEmpty();
    assertThat(dashboards()).extracting(d -> d.json().path("uid").asText()).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void dashboard_isOfTheClassicSchema(Dashboard dashboard) {
    assertThat(dashboard.title()).isNotBlank();
    assertThat(dashboard.json().path("uid").asText()).matches("[a-z0-9-]{1,40}");
    assertThat(dashboard.json().path("schemaVersion").asInt()).isBetween(38, 41);
    assertThat(dashboard.json().path("id").isMissingNode()).as("left to Grafana").isTrue();
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void panelIds_areUnique(Dashboard dashboard) {
    assertThat(dashboard.rowsAndPanels())
        .extracting(panel -> panel.path("id").asInt())
        .doesNotHaveDuplicates()
        .allMatch(id -> id > 0);
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void panels_doNotOverlap(Dashboard dashboard) {
    Set<Integer> taken = new HashSet<>();
    for (JsonNode panel : dashboard.rowsAndPanels()) {
      JsonNode pos = panel.path("gridPos");
      assertThat(pos.path("x").asInt() + pos.path("w").asInt()).isBetween(1, COLUMNS);
      for (int y = pos.path("y").asInt(); y < pos.path("y").asInt() + pos.path("h").asInt(); y++) {
        for (int x = pos.path("x").asInt(); x < pos.path("x").asInt() + width(panel); x++) {
          assertThat(taken.add(y * COLUMNS + x)).as("%s at %d, %d", title(panel), x, y).isTrue();
        }
      }
    }
  }

  /** A panel that repeats from left to right fills its lines. */
  private static int width(JsonNode panel) {
    return panel.has("repeat") ? COLUMNS : panel.path("gridPos").path("w").asInt();
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void panels_sayWhatTheyShowAndInWhichUnit(Dashboard dashboard) {
    assertThat(dashboard.panels()).isNotEmpty();
    for (JsonNode panel : dashboard.panels()) {
      assertThat(title(panel)).isNotBlank();
      assertThat(panel.path("description").asText())
          .as(title(panel))
          .endsWith(".")
          .hasSizeGreaterThan(30);
      assertThat(panel.path("fieldConfig").path("defaults").path("unit").asText())
          .as(title(panel))
          .isNotBlank();
      assertThat(Dashboard.list(panel.path("targets"))).as(title(panel)).isNotEmpty();
    }
    assertThat(dashboard.panels()).extracting(DashboardShapeTest::title).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void panels_askTheChosenDataSource(Dashboard dashboard) {
    Map<String, JsonNode> askers = new TreeMap<>();
    dashboard.panels().forEach(panel -> askers.put(title(panel), panel));
    dashboard.targets().forEach(target -> askers.put(target.toString(), target.json()));
    assertThat(askers)
        .allSatisfy(
            (name, asker) -> {
              assertThat(asker.path("datasource").path("type").asText()).isEqualTo("prometheus");
              assertThat(asker.path("datasource").path("uid").asText()).isEqualTo("${datasource}");
            });
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void variables_areADataSourceAndManyOverlays(Dashboard dashboard) {
    assertThat(dashboard.variables())
        .extracting(v -> v.path("name").asText() + " " + v.path("type").asText())
        .containsExactly("datasource datasource", "overlay query");
    JsonNode overlay = dashboard.variables().get(1);
    assertThat(overlay.path("multi").asBoolean()).isTrue();
    assertThat(overlay.path("includeAll").asBoolean()).isTrue();
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void variablesInUse_areDefined(Dashboard dashboard) {
    Set<String> defined =
        dashboard.variables().stream()
            .map(v -> v.path("name").asText())
            .collect(Collectors.toSet());
    Set<String> used =
        VARIABLE
            .matcher(dashboard.json().path("panels").toString())
            .results()
            .map(MatchResult::group)
            .map(name -> name.replaceAll("[${]", ""))
            .collect(Collectors.toSet());
    used.removeAll(BUILT_IN);
    assertThat(defined).isEqualTo(used);
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void expressionsOfOverlays_askForTheChosenOnes(Dashboard dashboard) {
    for (Dashboard.Target target : dashboard.targets()) {
      String rest = target.expression().replaceAll("duet_\\w+\\{overlay=~\"\\$overlay\"", "");
      assertThat(rest).as(target.toString()).doesNotContain("duet_");
    }
  }

  private static String title(JsonNode panel) {
    return panel.path("title").asText();
  }
}
