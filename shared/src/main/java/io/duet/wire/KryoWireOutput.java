package io.duet.wire;

import com.esotericsoftware.kryo.io.Output;

/** Writes a message's fields to a frame; one instance serves all messages of a codec. */
final class KryoWireOutput implements WireOutput {
  private Output output;

  KryoWireOutput(Output output) {
    this.output = output;
  }

  KryoWireOutput to(Output frame) {
    this.output = frame;
    return this;
  }

  @Override
  public void writeByte(int value) {
    output.writeByte(value);
  }

  @Override
  public void writeInt(int value) {
    output.writeInt(value);
  }

  @Override
  public void writeLong(long value) {
    output.writeLong(value);
  }

  @Override
  public void writeVarInt(int value) {
    output.writeVarInt(value, true);
  }
}
