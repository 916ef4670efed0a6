package io.duet.wire;

import com.esotericsoftware.kryo.io.Input;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Kryo's input with bounds: it never reads beyond the frame, and a length that a peer declares
 * never makes it allocate more than the bytes of the frame can fill.
 */
public final class WireInput extends Input {

  WireInput() {
    super(new byte[0]);
  }

  /** The bytes of this frame that are not read yet. */
  public int remaining() {
    return limit - position;
  }

  /** Kryo calls this before each read, and would otherwise wait for bytes from a stream. */
  @Override
  protected int require(int bytes) {
    int remaining = limit - position;
    if (remaining < bytes) {
      throw new MalformedMessageException("message too short");
    }
    return remaining;
  }

  /** Reads what {@link WireOutput#writeVarInt} wrote; a negative value is refused. */
  public int readVarInt() {
    int value = readVarInt(true);
    if (value < 0) {
      throw new MalformedMessageException("bad number");
    }
    return value;
  }

  int readVarInt(int min, int max) {
    int value = readVarInt();
    if (value < min || value > max) {
      throw new MalformedMessageException("number out of range");
    }
    return value;
  }

  long readAtLeast(long min) {
    long value = readLong();
    if (value < min) {
      throw new MalformedMessageException("number out of range");
    }
    return value;
  }

  /** Reads 1 byte that is 0 or 1. */
  @Override
  public boolean readBoolean() {
    return readBelow(2) == 1;
  }

  /** Reads 1 byte that must be less than a bound. */
  int readBelow(int bound) {
    int value = readByteUnsigned();
    if (value >= bound) {
      throw new MalformedMessageException("bad constant");
    }
    return value;
  }

  /** Reads how many elements follow, within bounds and within the bytes that are left. */
  int readCount(int min, int max, int elementBytesMin) {
    int count = readVarInt();
    if (count > max || count > remaining() / elementBytesMin) {
      throw new MalformedMessageException("list too long");
    }
    if (count < min) {
      throw new MalformedMessageException("list too short");
    }
    return count;
  }

  /** Reads a text in UTF-8 whose number of bytes is within these bounds. */
  String readText(int min, int max, boolean printable) {
    int length = readVarInt();
    if (length < min || length > max) {
      throw new MalformedMessageException(length > max ? "text too long" : "text too short");
    }
    require(length);
    String text = readUtf8(length);
    if (printable && text.codePoints().anyMatch(Character::isISOControl)) {
      throw new MalformedMessageException("text with control characters");
    }
    return text;
  }

  private String readUtf8(int length) {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(buffer, position, length);
      position += length;
      return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    } catch (CharacterCodingException e) {
      throw new MalformedMessageException("text is not UTF-8");
    }
  }
}
