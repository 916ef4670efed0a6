package io.duet.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.cfg.EnumFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import io.duet.node.Peer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;

/**
 * Writes records as JSON: names in snake case and constants in lower case, null components left
 * out, and as null each number that is not finite.
 */
public final class Json {
  private static final ObjectMapper SNAKE_CASE =
      mapper().setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE);

  private Json() {}

  /**
   * The tree of a text.
   *
   * @throws JsonProcessingException if it is not JSON
   */
  public static JsonNode tree(String text) throws JsonProcessingException {
    return SNAKE_CASE.readTree(text);
  }

  /** A mapper with these rules that keeps the names of components. */
  public static ObjectMapper mapper() {
    return JsonMapper.builder()
        .disable(MapperFeature.AUTO_DETECT_IS_GETTERS)
        .enable(EnumFeature.WRITE_ENUMS_TO_LOWERCASE)
        .defaultPropertyInclusion(
            JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
        .addModule(
            new SimpleModule()
                .addSerializer(Peer.class, ToStringSerializer.instance)
                .addSerializer(Path.class, ToStringSerializer.instance)
                .addSerializer(Instant.class, ToStringSerializer.instance)
                .addSerializer(Double.class, new FiniteNumber())
                .addSerializer(Double.TYPE, new FiniteNumber()))
        .build();
  }

  /** The text of a record on one line, without a line feed. */
  public static String line(Object value) {
    return written(SNAKE_CASE.writer(), value);
  }

  /** The text of a record, indented, with a line feed at its end. */
  public static String pretty(Object value) {
    return written(SNAKE_CASE.writerWithDefaultPrettyPrinter(), value) + "\n";
  }

  private static String written(ObjectWriter writer, Object value) {
    try {
      return writer.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a record can always be written", e);
    }
  }

  private static final class FiniteNumber extends JsonSerializer<Double> {
    @Override
    public void serialize(Double value, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      if (Double.isFinite(value)) {
        out.writeNumber(value);
      } else {
        out.writeNull();
      }
    }
  }
}
