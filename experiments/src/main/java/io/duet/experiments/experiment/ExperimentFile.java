package io.duet.experiments.experiment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializerBase;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.duet.cli.FailureException;
import io.duet.overlay.spi.Durations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.StringJoiner;

/** Reads and writes experiments as YAML files, and as trees for other files. */
public final class ExperimentFile {
  private static final long BYTES_MAX = 1 << 20;

  private static final ObjectMapper YAML =
      YAMLMapper.builder()
          .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
          .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
          .enable(SerializationFeature.WRITE_ENUMS_USING_TO_STRING)
          .addModule(new SimpleModule().addSerializer(Duration.class, new DurationText()))
          .build();

  /** Durations as people write them. */
  private static final class DurationText extends ToStringSerializerBase {
    private static final long serialVersionUID = 1;

    DurationText() {
      super(Duration.class);
    }

    @Override
    public String valueToString(Object value) {
      return Durations.format((Duration) value);
    }
  }

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
  public static void set(ExperimentDraft draft, String field, JsonNode value) {
    if (field.equals("settings")) {
      readSettings(draft, value);
    } else {
      draft.set(field, text(field, value));
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
                            draft.set(
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
  public static JsonNode tree(Experiment experiment) {
    return YAML.valueToTree(experiment);
  }
}
