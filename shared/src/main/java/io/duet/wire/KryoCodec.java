package io.duet.wire;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.io.KryoBufferOverflowException;
import io.duet.node.Message;
import io.duet.wire.MessageRegistry.Entry;
import org.jspecify.annotations.Nullable;

/**
 * Turns messages into frames and back; one instance for each thread.
 *
 * <p>A frame is the length of what follows (4 bytes, the highest first), the class id and two more
 * (1 byte), and the fields. Kryo has its own class ids, for null, for classes by name and for Java
 * types, whose lengths are not checked. So Kryo never selects a class: this codec reads the id, and
 * the serializer of its class reads the rest.
 */
public final class KryoCodec {

  /** The maximum length of a frame, its length field included: 1 MiB. */
  public static final int FRAME_BYTES_MAX = 1 << 20;

  /** Bytes of a frame that hold the length of the rest. */
  public static final int LENGTH_BYTES = 4;

  private static final int ID_SHIFT = 2; // as Kryo's own ids, of which 0 is null and 1 a name

  private final Kryo kryo = new Kryo();
  private final WireInput input = new WireInput();
  private final MessageRegistry registry;
  private final @Nullable RecordFormat<?>[] formats = new RecordFormat<?>[256];

  /** A codec for the messages of a registry. */
  public KryoCodec(MessageRegistry registry) {
    this.registry = registry;
    kryo.setRegistrationRequired(true);
    kryo.setReferences(false);
    registry.entries().forEach(this::register);
    ValueSerializers.BY_TYPE.forEach(kryo::addDefaultSerializer);
  }

  private void register(Entry<?> entry) {
    kryo.register(entry.type(), entry.format(), entry.id());
    formats[entry.id() + ID_SHIFT] = entry.format();
  }

  /**
   * Adds a message's frame to a buffer.
   *
   * @return the bytes of the frame, or 0 when it would be longer than {@link #FRAME_BYTES_MAX} or
   *     than what the buffer may still take; the buffer is then as it was before
   * @throws IllegalArgumentException if the message's class is not registered
   */
  public int encode(FrameBuffer buffer, Message message) {
    WireOutput output = buffer.output;
    int start = output.position();
    int bytes = 0;
    try {
      output.skip(LENGTH_BYTES);
      Entry<Message> entry = registry.entryOf(message);
      output.writeByte(entry.id() + ID_SHIFT);
      entry.format().write(output, message);
      bytes = output.position() - start;
    } catch (KryoBufferOverflowException e) {
      // reported by the result
    } finally {
      bytes = bytes > FRAME_BYTES_MAX ? 0 : bytes;
      output.setPosition(start + bytes);
    }
    putLength(output.getBuffer(), start, bytes);
    return bytes;
  }

  private static void putLength(byte[] frames, int at, int frameBytes) {
    if (frameBytes > 0) {
      int length = frameBytes - LENGTH_BYTES;
      frames[at] = (byte) (length >>> 24);
      frames[at + 1] = (byte) (length >>> 16);
      frames[at + 2] = (byte) (length >>> 8);
      frames[at + 3] = (byte) length;
    }
  }

  /**
   * Reads what follows a frame's length.
   *
   * @throws MalformedMessageException unless the bytes are exactly one message
   */
  public Message decode(byte[] bytes, int offset, int length) {
    RecordFormat<?> format = length < 1 ? null : formats[bytes[offset] & 0xff];
    if (format == null) {
      throw new MalformedMessageException(length < 1 ? "empty frame" : "unknown class id");
    }
    input.setBuffer(bytes, offset + 1, length - 1);
    Message message = read(format);
    if (input.position() != input.limit()) {
      throw new MalformedMessageException("message too long");
    }
    return message;
  }

  private Message read(RecordFormat<?> format) {
    try {
      return (Message) format.read(input);
    } catch (MalformedMessageException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new MalformedMessageException("bad field"); // a record that refuses its own fields
    }
  }
}
