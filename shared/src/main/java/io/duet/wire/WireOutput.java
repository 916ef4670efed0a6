package io.duet.wire;

import io.duet.node.Key;
import io.duet.node.PeerAddress;
import io.duet.node.Purpose;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Where a message's fields are written to: a frame's bytes, or a counter of bytes. */
public interface WireOutput {

  /** Writes 1 byte, the low 8 bits. */
  void writeByte(int value);

  /** Writes 4 bytes. */
  void writeInt(int value);

  /** Writes 8 bytes. */
  void writeLong(long value);

  /** Writes 1 to 5 bytes, fewer for small values; not for negative ones. */
  void writeVarInt(int value);

  /** Writes 1 byte that tells yes from no. */
  default void writeBoolean(boolean value) {
    writeByte(value ? 1 : 0);
  }

  /** Writes 1 byte. */
  default void writePurpose(Purpose purpose) {
    writeByte(purpose.ordinal());
  }

  /** Writes 7 bytes for an IPv4 address and 19 for an IPv6 address. */
  default void writeAddress(PeerAddress address) {
    if (address.isIpv4()) {
      writeByte(4);
      writeInt(address.ipv4());
    } else {
      writeByte(6);
      writeLong(address.high());
      writeLong(address.low());
    }
    writeByte(address.port() >>> 8);
    writeByte(address.port());
  }

  /** Writes how many addresses there are, and each of them. */
  default void writeAddresses(List<PeerAddress> addresses) {
    writeVarInt(addresses.size());
    for (int i = 0; i < addresses.size(); i++) { // without an iterator: a simulation only counts
      writeAddress(addresses.get(i));
    }
  }

  /** Writes a text in UTF-8: its number of bytes, and these. */
  default void writeText(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    writeVarInt(bytes.length);
    for (byte value : bytes) {
      writeByte(value);
    }
  }

  /** Writes 32 bytes. */
  default void writeKey(Key key) {
    writeLong(key.a());
    writeLong(key.b());
    writeLong(key.c());
    writeLong(key.d());
  }
}
