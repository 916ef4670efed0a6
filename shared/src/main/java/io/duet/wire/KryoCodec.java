package io.duet.wire;

import com.esotericsoftware.kryo.io.KryoBufferOverflowException;
import io.duet.node.Message;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * Turns messages into frames and back; one instance for each thread.
 *
 * <p>A frame is the length of what follows (4 bytes, the highest first), the class id and two more
 * (1 byte), and the fields. Kryo's own class ids admit null, classes by name and Java types, whose
 * lengths are not checked. So this codec reads the id, and the format of its class reads the rest
 * through Kryo's input.
 */
public final class KryoCodec {

  /** The maximum length of a frame, its length field included: 1 MiB. */
  public static final int FRAME_BYTES_MAX = 1 << 20;

  /** Bytes of a frame that hold the length of the rest. */
  public static final int LENGTH_BYTES = 4;

  static final VarHandle LENGTH =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

  private static final int ID_SHIFT = 2; // as Kryo's own ids, of which 0 is null and 1 a name

  private final WireInput input = new WireInput();
  private final MessageRegistry registry;
  private final @Nullable Part[] formats = new Part[256]; // by the first byte

  /** A codec for the messages of a registry. */
  public KryoCodec(MessageRegistry registry) {
    this.registry = registry;
    registry.entries().forEach(entry -> formats[entry.id() + ID_SHIFT] = entry.format());
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
      MessageRegistry.Entry entry = registry.entry(message.getClass());
      output.writeByte(entry.id() + ID_SHIFT);
      entry.format().writeTo(output, message);
      bytes = output.position() - start;
    } catch (KryoBufferOverflowException e) {
      // reported by the result
    } finally {
      bytes = bytes > FRAME_BYTES_MAX ? 0 : bytes;
      output.setPosition(start + bytes);
    }
    if (bytes > 0) {
      LENGTH.set(output.getBuffer(), start, bytes - LENGTH_BYTES);
    }
    return bytes;
  }

  /**
   * Reads what follows a frame's length.
   *
   * @throws MalformedMessageException unless the bytes are exactly one message
   */
  public Message decode(byte[] bytes, int offset, int length) {
    Part format = length < 1 ? null : formats[bytes[offset] & 0xff];
    if (format == null) {
      throw new MalformedMessageException(length < 1 ? "empty frame" : "unknown class id");
    }
    input.setBuffer(bytes, offset + 1, length - 1);
    try {
      Message message = (Message) format.readFrom(input);
      if (input.position() != input.limit()) {
        throw new MalformedMessageException("message too long");
      }
      return message;
    } catch (MalformedMessageException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new MalformedMessageException("bad field"); // a record that refuses its own fields
    }
  }
}
