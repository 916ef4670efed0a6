package io.duet.wire;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Registration;
import com.esotericsoftware.kryo.io.KryoBufferOverflowException;
import io.duet.node.Key;
import io.duet.node.Message;
import io.duet.node.Peer;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Turns messages into frames and back; one instance for each thread.
 *
 * <p>A frame is the length of what follows (4 bytes, the highest first), the class id and two more
 * (1 byte), and the fields. Kryo selects the serializer of a class or of an id. The id is read here
 * and not by Kryo, whose own ids also admit null, classes by name and Java types.
 */
public final class KryoCodec {

  /** The maximum length of a frame, its length field included: 1 MiB. */
  public static final int FRAME_BYTES_MAX = 1 << 20;

  /** Bytes of a frame that hold the length of the rest. */
  public static final int LENGTH_BYTES = 4;

  static final VarHandle LENGTH =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

  private static final int ID_SHIFT = 2; // as Kryo's own ids, of which 0 is null and 1 a name

  private final Kryo kryo =
      new Kryo() {
        @Override
        protected String unregisteredClassMessage(Class type) {
          return type.getName() + " is not registered with the wire";
        }
      };
  private final WireInput input = new WireInput();

  /** A codec for the messages of a registry. */
  public KryoCodec(MessageRegistry registry) {
    kryo.setRegistrationRequired(true);
    kryo.setReferences(false);
    Stream.of(Peer.class, Key.class)
        .forEach(
            type -> kryo.addDefaultSerializer(type, new FormatSerializer(Parts.of(type).boxed())));
    registry.entries().forEach(this::register);
  }

  private void register(MessageRegistry.Entry entry) {
    kryo.register(entry.type(), new FormatSerializer(entry.format()), entry.id());
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
      Registration registration = kryo.getRegistration(message.getClass());
      output.writeByte(registration.getId() + ID_SHIFT);
      ((FormatSerializer) registration.getSerializer()).write(kryo, output, message);
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
    if (length < 1) {
      throw new MalformedMessageException("empty frame");
    }
    Registration registration = kryo.getRegistration((bytes[offset] & 0xff) - ID_SHIFT);
    FormatSerializer serializer = registration == null ? null : serializer(registration);
    if (serializer == null) {
      throw new MalformedMessageException("unknown class id");
    }
    input.setBuffer(bytes, offset + 1, length - 1);
    try {
      Message message = (Message) serializer.read(kryo, input, registration.getType());
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

  /** The serializer of a message's class; null for Java's types, which Kryo registers itself. */
  private static @Nullable FormatSerializer serializer(Registration registration) {
    return registration.getSerializer() instanceof FormatSerializer known ? known : null;
  }
}
