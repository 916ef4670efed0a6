package io.duet.wire;

import io.duet.node.PeerAddress;

/**
 * Counts the bytes that a message takes on the wire without writing them, and the addresses in it.
 */
final class SizeCounter implements WireOutput {
  private int bytes;
  private int addresses;

  int takeBytes() {
    int counted = bytes;
    bytes = 0;
    return counted;
  }

  int takeAddresses() {
    int counted = addresses;
    addresses = 0;
    return counted;
  }

  @Override
  public void writeAddress(PeerAddress address) {
    addresses++;
    WireOutput.super.writeAddress(address);
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
