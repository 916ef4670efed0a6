package io.duet.experiments.study;

import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * A number in {@code summary.json} by its path, such as {@code chord.latency_seconds.p50} or {@code
 * chord.path_length_shares.4}; or the ratio of two of them, with a slash between.
 */
public record Measure(@JsonValue String text) {

  /**
   * Reads the number from a summary; NaN if the summary has no number there.
   *
   * @throws IllegalArgumentException if the summary has no such field
   */
  public double of(JsonNode summary) {
    List<String> parts = List.of(text.split(" / ", -1));
    double value = value(summary, parts.get(0));
    return parts.size() == 1 ? value : value / value(summary, parts.get(1));
  }

  private static double value(JsonNode summary, String path) {
    List<String> names = List.of(path.split("\\.", -1));
    JsonNode found = overlay(summary, names.get(0));
    for (String name : names.subList(1, names.size())) {
      found = found.isArray() ? found.path(Integer.parseInt(name)) : found.path(name);
    }
    if (found.isMissingNode()) {
      throw new IllegalArgumentException("summaries have no figure '" + path + "'");
    }
    return found.isNumber() ? found.asDouble() : Double.NaN;
  }

  private static JsonNode overlay(JsonNode summary, String name) {
    for (JsonNode overlay : summary.path("overlays")) {
      if (overlay.path("overlay").asText().equals(name)) {
        return overlay;
      }
    }
    throw new IllegalArgumentException("the experiment has no overlay '" + name + "'");
  }
}
