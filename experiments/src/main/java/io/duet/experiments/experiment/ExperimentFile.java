package io.duet.experiments.experiment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializerBase;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.duet.overlay.spi.Durations;
import java.time.Duration;

/** Writes experiments with every default: as YAML files, and as trees for other files. */
public final class ExperimentFile {
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

  /** The text of the file, in the form that studies are read from. */
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
