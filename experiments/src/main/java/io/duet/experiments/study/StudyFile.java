package io.duet.experiments.study;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.duet.cli.FailureException;
import io.duet.experiments.experiment.ExperimentDraft;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads studies from YAML files: an experiment with the further fields {@code runs} (seeds), {@code
 * published} (figures by measure) and {@code cases}, a list of changes to the experiment. A case
 * may have its own {@code name}, {@code runs} and {@code published}.
 */
public final class StudyFile {
  private static final String RUNS = "runs";
  private static final String PUBLISHED = "published";
  private static final String CASES = "cases";
  private static final int RUNS_MAX = 1_000;
  private static final int CASES_MAX = 1_000;
  private static final long BYTES_MAX = 1 << 20;
  private static final ObjectMapper YAML = new YAMLMapper();

  private StudyFile() {}

  /**
   * Reads a study; a file with a plain experiment is a study of one case and one run.
   *
   * @throws FailureException if the file cannot be read
   * @throws IllegalArgumentException with a readable message, if it is not a study
   */
  public static Study read(Path file) {
    try {
      if (Files.size(file) > BYTES_MAX) {
        throw new IllegalArgumentException("it is too large for an experiment");
      }
      return study(YAML.readTree(Files.readString(file)));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          file + " is not YAML: " + e.getOriginalMessage().lines().findFirst().orElse(""), e);
    } catch (IOException e) {
      throw new FailureException("cannot read the experiment " + file, e);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
    }
  }

  private static Study study(JsonNode tree) {
    Study.Case empty = new Study.Case("", new ExperimentDraft(), 1, Map.of());
    Study.Case whole = changed(empty, "an experiment", tree);
    List<Study.Case> cases =
        tree.path(CASES).valueStream().map(one -> changed(whole, one)).toList();
    if (cases.size() > CASES_MAX) {
      throw new IllegalArgumentException("a study may have at most " + CASES_MAX + " cases");
    }
    if (cases.isEmpty() && tree.has(CASES)) {
      throw new IllegalArgumentException(CASES + " must be a list of cases");
    }
    Study.Case only = new Study.Case("", whole.draft(), whole.runs(), whole.published());
    return new Study(cases.isEmpty() ? List.of(only) : cases);
  }

  private static Study.Case changed(Study.Case whole, JsonNode changes) {
    if (changes.has(CASES)) {
      throw new IllegalArgumentException("a case has no cases of its own");
    }
    return changed(whole, "a case", changes);
  }

  private static Study.Case changed(Study.Case from, String what, JsonNode changes) {
    if (!changes.isObject()) {
      throw new IllegalArgumentException(what + " must be a list of fields with values");
    }
    Map<String, String> fields = fields(changes);
    ExperimentDraft draft = from.draft().copy();
    fields.forEach(draft::set);
    Map<Measure, Expectation> published = new LinkedHashMap<>(from.published());
    published.putAll(published(changes.path(PUBLISHED)));
    return new Study.Case(nameOf(fields), draft, runs(changes, from.runs()), published);
  }

  /** The name of a case, or else its changes: {@code nodes=64 successors=1}. */
  private static String nameOf(Map<String, String> fields) {
    String changes =
        fields.entrySet().stream()
            .map(field -> field.getKey().replaceFirst(".*\\.", "") + "=" + field.getValue())
            .collect(joining(" "));
    return fields.getOrDefault("name", changes);
  }

  private static Map<Measure, Expectation> published(JsonNode figures) {
    Map<Measure, Expectation> published = new LinkedHashMap<>();
    figures.forEachEntry(
        (measure, figure) ->
            published.put(new Measure(measure), Expectation.parse(text(measure, figure))));
    return published;
  }

  /** The fields as on the command line: {@code overlays=chord,flood chord.successors=1}. */
  private static Map<String, String> fields(JsonNode tree) {
    Map<String, String> fields = new LinkedHashMap<>();
    tree.forEachEntry(
        (field, value) -> {
          if (field.equals("settings")) {
            entries(field, value)
                .forEachEntry(
                    (overlay, own) ->
                        entries(overlay, own)
                            .forEachEntry(
                                (name, text) ->
                                    fields.put(overlay + "." + name, text(name, text))));
          } else if (field.contains(".")) {
            throw new IllegalArgumentException(
                "unknown field '" + field + "'; settings of an overlay stand under 'settings'");
          } else if (!List.of(RUNS, PUBLISHED, CASES).contains(field)) {
            fields.put(field, text(field, value));
          }
        });
    return fields;
  }

  private static JsonNode entries(String field, JsonNode value) {
    if (!value.isObject()) {
      throw new IllegalArgumentException(field + " must be a list of names with values");
    }
    return value;
  }

  /** A value in the form of the command line; lists with commas. */
  private static String text(String field, JsonNode value) {
    if (value.isArray()) {
      return value.valueStream().map(element -> text(field, element)).collect(joining(","));
    }
    if (!value.isValueNode() || value.isNull() || value.asText().isBlank()) {
      throw new IllegalArgumentException(field + " has no value");
    }
    return value.asText();
  }

  private static int runs(JsonNode tree, int otherwise) {
    JsonNode given = tree.path(RUNS);
    int runs = given.isMissingNode() ? otherwise : given.asInt(0);
    if (runs < 1 || runs > RUNS_MAX) {
      throw new IllegalArgumentException(
          RUNS + " is " + tree.path(RUNS).asText() + ", but must be from 1 to " + RUNS_MAX);
    }
    return runs;
  }
}
