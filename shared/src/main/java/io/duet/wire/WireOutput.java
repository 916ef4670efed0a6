package io.duet.wire;

import com.esotericsoftware.kryo.io.Output;
import java.nio.charset.StandardCharsets;

/**
 * Kryo's output, with the fields of the wire that Kryo lacks. Numbers are written lowest byte
 * first.
 */
public final class WireOutput extends Output {

  WireOutput(int bytes, int bytesMax) {
    super(bytes, bytesMax);
  }

  /** Skips bytes that are written later. */
  void skip(int bytes) {
    require(bytes);
    position += bytes;
  }

  /** Writes 1 to 5 bytes, fewer for small values; not for negative ones. */
  public void writeVarInt(int value) {
    writeVarInt(value, true);
  }

  /** Writes a text in UTF-8: its number of bytes, and these. */
  void writeText(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    writeVarInt(bytes.length);
    writeBytes(bytes);
  }

  /** The bytes of {@link #writeVarInt}. */
  public static int varIntBytes(int value) {
    return value == 0 ? 1 : (38 - Integer.numberOfLeadingZeros(value)) / 7;
  }

  /** The bytes of {@link #writeText}, counted without making them. */
  static int textBytes(String text) {
    int bytes = text.length();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 0x80) {
        bytes = text.getBytes(StandardCharsets.UTF_8).length;
        break;
      }
    }
    return varIntBytes(bytes) + bytes;
  }
}
