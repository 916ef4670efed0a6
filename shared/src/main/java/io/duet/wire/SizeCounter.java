package io.duet.wire;

/** Counts the bytes that a message takes on the wire without writing them. */
final class SizeCounter implements WireOutput {
  private int bytes;

  int takeBytes() {
    int counted = bytes;
    bytes = 0;
    return counted;
  }

  @Override
  public void writeByte(int value) {
    bytes += 1;
  }

  @Override
  public void writeInt(int value) {
    bytes += 4;
  }

  @Override
  public void writeLong(long value) {
    bytes += 8;
  }

  @Override
  public void writeVarInt(int value) {
    bytes += varIntBytes(value);
  }

  static int varIntBytes(int value) {
    return value == 0 ? 1 : (38 - Integer.numberOfLeadingZeros(value)) / 7;
  }
}
