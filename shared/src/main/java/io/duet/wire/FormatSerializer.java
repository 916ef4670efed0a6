package io.duet.wire;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import com.esotericsoftware.kryo.serializers.ImmutableSerializer;

/** Kryo's serializer of the immutable values of a class, by the format of that class. */
final class FormatSerializer extends ImmutableSerializer<Object> {
  private final Part format;

  FormatSerializer(Part format) {
    this.format = format;
  }

  @Override
  public void write(Kryo kryo, Output output, Object value) {
    format.writeTo((WireOutput) output, value);
  }

  @Override
  public Object read(Kryo kryo, Input input, Class<?> type) {
    return format.readFrom((WireInput) input);
  }
}
