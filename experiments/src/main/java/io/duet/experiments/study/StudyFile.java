package io.duet.experiments.study;

import com.fasterxml.jackson.databind.JsonNode;
import io.duet.experiments.experiment.ExperimentDraft;
import io.duet.experiments.experiment.ExperimentFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/**
 * Reads studies from YAML files: an experiment with the further fields {@code runs} (seeds), {@code
 * published} (figures by measure) and {@code cases}, a list of changes to the experiment. A case
 * may have its own {@code name}, {@code runs} and {@code published}.
 */
public final class StudyFile {
  private static final String NAME = "name";
  private static final String RUNS = "runs";
  private static final String PUBLISHED = "published";
  private static final String CASES = "cases";
  private static final int RUNS_MAX = 1_000;
  private static final int CASES_MAX = 1_000;

  private StudyFile() {}

  /**
   * Reads a study; a file with a plain experiment is a study of one case and one run.
   *
   * @throws IllegalArgumentException with a readable message, if it is not a study
   */
  public static Study read(Path file) {
    JsonNode tree = ExperimentFile.readTree(file);
    try {
      return study(tree);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
    }
  }

  private static Study study(JsonNode tree) {
    if (!tree.isObject()) {
      throw new IllegalArgumentException("an experiment must be a list of fields with values");
    }
    List<Study.Case> cases = new ArrayList<>();
    Map<Measure, Expectation> shared = published(tree);
    for (JsonNode changes : tree.path(CASES)) {
      cases.add(study(tree, changes, shared));
    }
    if (cases.isEmpty()) {
      cases.add(new Study.Case("", draft(tree), runs(tree, 1), shared));
    } else if (cases.size() > CASES_MAX) {
      throw new IllegalArgumentException("a study may have at most " + CASES_MAX + " cases");
    }
    return new Study(cases);
  }

  private static Study.Case study(
      JsonNode tree, JsonNode changes, Map<Measure, Expectation> shared) {
    if (!changes.isObject()) {
      throw new IllegalArgumentException("a case must be a list of fields with values");
    }
    ExperimentDraft draft = draft(tree);
    set(draft, changes);
    Map<Measure, Expectation> published = new LinkedHashMap<>(shared);
    published.putAll(published(changes));
    return new Study.Case(nameOf(changes), draft, runs(changes, runs(tree, 1)), published);
  }

  /** The name of a case, or else its changes: {@code nodes=64 chord.successors=1}. */
  private static String nameOf(JsonNode changes) {
    if (changes.has(NAME)) {
      return changes.path(NAME).asText();
    }
    StringJoiner name = new StringJoiner(" ");
    changes.properties().stream()
        .filter(field -> !List.of(RUNS, PUBLISHED).contains(field.getKey()))
        .forEach(field -> name(field.getKey(), field.getValue(), name));
    return name.toString();
  }

  private static void name(String field, JsonNode value, StringJoiner name) {
    if (!field.equals("settings")) {
      name.add(field + "=" + ExperimentFile.text(field, value));
      return;
    }
    value
        .properties()
        .forEach(
            overlay ->
                overlay
                    .getValue()
                    .properties()
                    .forEach(one -> name.add(one.getKey() + "=" + one.getValue().asText())));
  }

  private static ExperimentDraft draft(JsonNode tree) {
    ExperimentDraft draft = new ExperimentDraft();
    set(draft, tree);
    return draft;
  }

  private static void set(ExperimentDraft draft, JsonNode tree) {
    tree.properties().stream()
        .filter(field -> !List.of(RUNS, PUBLISHED, CASES).contains(field.getKey()))
        .forEach(field -> ExperimentFile.set(draft, field.getKey(), field.getValue()));
  }

  private static Map<Measure, Expectation> published(JsonNode tree) {
    Map<Measure, Expectation> published = new LinkedHashMap<>();
    tree.path(PUBLISHED)
        .properties()
        .forEach(
            figure ->
                published.put(
                    new Measure(figure.getKey()),
                    Expectation.parse(ExperimentFile.text(figure.getKey(), figure.getValue()))));
    return published;
  }

  private static int runs(JsonNode tree, int otherwise) {
    int runs = tree.path(RUNS).asInt(otherwise);
    if (runs < 1 || runs > RUNS_MAX) {
      throw new IllegalArgumentException(
          RUNS + " is " + tree.path(RUNS).asText() + ", but must be from 1 to " + RUNS_MAX);
    }
    return runs;
  }
}
