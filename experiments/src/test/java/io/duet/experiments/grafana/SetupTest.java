package io.duet.experiments.grafana;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The files that Grafana, Prometheus and Compose read when they start fit together. */
class SetupTest {
  private final JsonNode compose = GrafanaFolder.read("compose.yaml");
  private final JsonNode source =
      GrafanaFolder.read("provisioning/datasources/prometheus.yml").path("datasources").path(0);

  @Test
  void rateInterval_knowsHowOftenPrometheusScrapes() {
    assertThat(source.path("jsonData").path("timeInterval").asText())
        .isEqualTo(
            GrafanaFolder.read("prometheus/prometheus.yml")
                .path("global")
                .path("scrape_interval")
                .asText("none"));
  }

  @Test
  void services_listenOnLoopbackOnly() {
    String listens = command("prometheus", "--web.listen-address=");
    assertThat(listens).startsWith("127.0.0.1:");
    assertThat(source.path("url").asText()).endsWith(listens.substring(listens.indexOf(':')));
    JsonNode grafana = compose.path("services").path("grafana").path("environment");
    assertThat(grafana.path("GF_SERVER_HTTP_ADDR").asText()).isEqualTo("127.0.0.1");
  }

  private String command(String service, String option) {
    return Dashboard.list(compose.path("services").path(service).path("command")).stream()
        .map(JsonNode::asText)
        .filter(argument -> argument.startsWith(option))
        .map(argument -> argument.substring(option.length()))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void images_arePinned() {
    assertThat(Dashboard.list(compose.path("services")))
        .hasSize(2)
        .allMatch(service -> service.path("image").asText().matches("[^:]+:v?\\d+\\.\\d+\\.\\d+"));
  }

  @Test
  void volumes_comeFromThisFolder() {
    List<String> folders =
        Dashboard.list(compose.path("services")).stream()
            .flatMap(service -> Dashboard.list(service.path("volumes")).stream())
            .map(JsonNode::asText)
            .filter(volume -> volume.startsWith("."))
            .map(volume -> volume.substring(0, volume.indexOf(':')))
            .toList();
    assertThat(folders)
        .hasSize(4)
        .allMatch(folder -> Files.isDirectory(GrafanaFolder.PATH.resolve(folder)));
  }

  @Test
  void dashboards_areWhereTheProviderLooks() {
    String path =
        GrafanaFolder.read("provisioning/dashboards/duet.yml")
            .path("providers")
            .path(0)
            .path("options")
            .path("path")
            .asText();
    JsonNode grafana = compose.path("services").path("grafana");
    assertThat(Dashboard.list(grafana.path("volumes")))
        .extracting(JsonNode::asText)
        .contains("./dashboards:" + path + ":ro");
    String home =
        grafana.path("environment").path("GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH").asText();
    Path file = Path.of(path).relativize(Path.of(home));
    assertThat(GrafanaFolder.PATH.resolve("dashboards").resolve(file)).exists();
  }
}
