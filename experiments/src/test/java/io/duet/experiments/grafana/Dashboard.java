package io.duet.experiments.grafana;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** A dashboard in Grafana's classic JSON. */
record Dashboard(JsonNode json) {

  /** One expression, as the dashboard has it. */
  record Target(JsonNode panel, JsonNode json) {
    String expression() {
      return json.path("expr").asText();
    }

    String legend() {
      return json.path("legendFormat").asText();
    }

    boolean isInstant() {
      return json.path("instant").asBoolean();
    }

    boolean repeats() {
      return panel.has("repeat");
    }

    @Override
    public String toString() {
      return panel.path("title").asText() + ", " + json.path("refId").asText();
    }
  }

  static List<JsonNode> list(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).toList();
  }

  String title() {
    return json.path("title").asText();
  }

  /** Rows and panels, those inside of collapsed rows included. */
  List<JsonNode> rowsAndPanels() {
    return list(json.path("panels")).stream()
        .flatMap(panel -> Stream.concat(Stream.of(panel), list(panel.path("panels")).stream()))
        .toList();
  }

  List<JsonNode> panels() {
    return rowsAndPanels().stream().filter(p -> !p.path("type").asText().equals("row")).toList();
  }

  List<Target> targets() {
    return panels().stream()
        .flatMap(panel -> list(panel.path("targets")).stream().map(t -> new Target(panel, t)))
        .toList();
  }

  List<JsonNode> variables() {
    return list(json.path("templating").path("list"));
  }
}
