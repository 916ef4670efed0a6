package io.duet.wire;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import io.duet.node.Message;

/** Lets Kryo use a message's own format. */
final class FormatSerializer<M extends Message> extends Serializer<M> {
  private final MessageFormat<M> format;
  private final KryoWireOutput wireOutput;
  private final WireInput wireInput;

  FormatSerializer(MessageFormat<M> format, KryoWireOutput wireOutput, WireInput wireInput) {
    super(false, true);
    this.format = format;
    this.wireOutput = wireOutput;
    this.wireInput = wireInput;
  }

  @Override
  public void write(Kryo kryo, Output output, M message) {
    format.write(wireOutput.to(output), message);
  }

  /** Reads from the codec's one input, which is the input that Kryo passes. */
  @Override
  public M read(Kryo kryo, Input input, Class<? extends M> type) {
    return format.read(wireInput);
  }
}
