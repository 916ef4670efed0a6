package io.duet.wire;

import com.esotericsoftware.kryo.KryoException;
import com.esotericsoftware.kryo.io.Input;
import io.duet.node.Key;
import io.duet.node.PeerAddress;
import io.duet.node.Purpose;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Where a message's fields are read from. It never reads beyond the frame, and no length that a
 * peer declares makes it allocate more than the frame's own bytes could fill.
 */
public final class WireInput {
  /** The bytes of the shortest address: family, four bytes, port. */
  private static final int ADDRESS_BYTES_MIN = 7;

  private final Input input;

  WireInput(Input input) {
    this.input = input;
  }

  /** The bytes of this frame that are not read yet. */
  public int remaining() {
    return input.limit() - input.position();
  }

  /** Reads 1 byte, 0 to 255. */
  public int readByte() {
    need(1);
    return input.readByteUnsigned();
  }

  /** Reads 4 bytes. */
  public int readInt() {
    need(4);
    return input.readInt();
  }

  /** Reads 8 bytes. */
  public long readLong() {
    need(8);
    return input.readLong();
  }

  /** Reads what {@link WireOutput#writeVarInt} wrote; a negative value is refused. */
  public int readVarInt() {
    try {
      int value = input.readVarInt(true);
      if (value >= 0) {
        return value;
      }
    } catch (KryoException e) {
      // a number that ends beyond the frame; said below
    }
    throw new MalformedMessageException("bad number");
  }

  /** Reads 1 byte that is 0 or 1. */
  public boolean readBoolean() {
    return readBelow(2) == 1;
  }

  /** Reads 1 byte that names a purpose. */
  public Purpose readPurpose() {
    return Purpose.all().get(readBelow(Purpose.all().size()));
  }

  /** Reads an address of 7 or 19 bytes. */
  public PeerAddress readAddress() {
    return switch (readByte()) {
      case 4 -> PeerAddress.ofIpv4(readInt(), readPort());
      case 6 -> new PeerAddress(readLong(), readLong(), readPort());
      default -> throw new MalformedMessageException("bad address family");
    };
  }

  /**
   * Reads a list of at most so many addresses.
   *
   * @throws MalformedMessageException when it is longer, or longer than the bytes that are left
   */
  public List<PeerAddress> readAddresses(int countMax) {
    return readList(countMax, ADDRESS_BYTES_MIN, WireInput::readAddress);
  }

  /** Reads a text of at most so many bytes in UTF-8. */
  public String readText(int bytesMax) {
    int length = readVarInt();
    if (length > bytesMax) {
      throw new MalformedMessageException("text too long");
    }
    need(length);
    try {
      ByteBuffer bytes = ByteBuffer.wrap(input.readBytes(length));
      return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    } catch (CharacterCodingException e) {
      throw new MalformedMessageException("text is not UTF-8");
    }
  }

  /** Reads 32 bytes. */
  public Key readKey() {
    return new Key(readLong(), readLong(), readLong(), readLong());
  }

  /**
   * Reads a count and so many elements.
   *
   * @param countMax the largest count that is accepted
   * @param elementBytesMin the fewest bytes that one element takes, at least 1
   */
  public <E> List<E> readList(int countMax, int elementBytesMin, Function<WireInput, E> element) {
    int count = readVarInt();
    if (count > countMax || count > remaining() / elementBytesMin) {
      throw new MalformedMessageException("list too long");
    }
    List<E> list = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      list.add(element.apply(this));
    }
    return list;
  }

  private int readPort() {
    return readByte() << 8 | readByte();
  }

  /** Reads 1 byte that must be less than a bound. */
  public int readBelow(int bound) {
    int value = readByte();
    if (value >= bound) {
      throw new MalformedMessageException("bad constant");
    }
    return value;
  }

  private void need(int bytes) {
    if (remaining() < bytes) {
      throw new MalformedMessageException("message too short");
    }
  }
}
