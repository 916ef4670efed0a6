package io.duet.experiments;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import io.duet.cli.FailureException;
import io.duet.overlay.Durations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.StringJoiner;

/** Reads and writes experiments as YAML files, and as trees for other files. */
public final class ExperimentFile {
  private static final long BYTES_MAX = 1 << 20;

  private static final ObjectMapper YAML =
      new ObjectMapper(
          YAMLFactory.builder()
              .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
              .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
              .build());

  private ExperimentFile() {}

  /**
   * Reads a file as a tree.
   *
   * @throws FailureException if the file cannot be read
   * @throws IllegalArgumentException with a readable message, if it is not YAML
   */
  public static JsonNode readTree(Path file) {
    try {
      if (Files.size(file) > BYTES_MAX) {
        throw new IllegalArgumentException(file + " is too large for an experiment");
      }
      return YAML.readTree(Files.readString(file));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          file + " is not YAML: " + e.getOriginalMessage().lines().findFirst().orElse(""), e);
    } catch (IOException e) {
      throw new FailureException("cannot read the experiment " + file, e);
    }
  }

  /** Sets a field of a draft from a file. */
  public static void say(ExperimentDraft draft, String field, JsonNode value) {
    if (field.equals("settings")) {
      readSettings(draft, value);
    } else {
      draft.say(field, text(field, value));
    }
  }

  private static void readSettings(ExperimentDraft draft, JsonNode settings) {
    settings
        .properties()
        .forEach(
            overlay ->
                overlay
                    .getValue()
                    .properties()
                    .forEach(
                        one ->
                            draft.saySetting(
                                overlay.getKey(),
                                one.getKey(),
                                text(one.getKey(), one.getValue()))));
  }

  /** A value in the form of the command line; lists with commas. */
  public static String text(String field, JsonNode value) {
    if (value.isArray()) {
      StringJoiner joined = new StringJoiner(",");
      value.forEach(element -> joined.add(text(field, element)));
      return joined.toString();
    }
    if (!value.isValueNode() || value.isNull() || value.asText().isBlank()) {
      throw new IllegalArgumentException(field + " has no value");
    }
    return value.asText();
  }

  /** The file of this experiment, with every default. */
  public static String write(Experiment experiment) {
    try {
      return YAML.writeValueAsString(tree(experiment));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an experiment can always be written", e);
    }
  }

  /** All fields of an experiment by name, in the order of the file. */
  public static ObjectNode tree(Experiment experiment) {
    ObjectNode tree = YAML.createObjectNode();
    tree.put("name", experiment.name());
    tree.put("seed", experiment.seed());
    tree.put("simulate", experiment.simulate());
    experiment.overlays().forEach(tree.putArray("overlays")::add);
    tree.put("nodes", experiment.nodes());
    tree.put("start", experiment.start());
    tree.put("warmUp", Durations.format(experiment.warmUp()));
    tree.put("duration", Durations.format(experiment.duration()));
    tree.put("searches", experiment.searches());
    tree.put("searchers", experiment.searchers());
    tree.put("items", experiment.items());
    tree.put("providersPerItem", experiment.providersPerItem());
    tree.put("replication", experiment.replication().toString());
    tree.put("zipfExponent", experiment.zipfExponent());
    tree.put("crash", experiment.crash());
    tree.put("crashAt", experiment.crashAt());
    tree.put("churn", experiment.churn());
    tree.put("spare", experiment.spare());
    tree.put("network", experiment.network());
    tree.put("loss", experiment.loss());
    tree.put("catalog", experiment.catalog());
    ObjectNode settings = tree.putObject("settings");
    experiment
        .settings()
        .forEach((overlay, values) -> values.forEach(settings.withObjectProperty(overlay)::put));
    return tree;
  }
}
