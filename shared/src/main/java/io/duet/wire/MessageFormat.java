package io.duet.wire;

import io.duet.node.Message;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * How the messages of one class stand on the wire. What {@link #write} writes, {@link #read} reads
 * back to an equal message; the message's size is what {@code write} puts out.
 */
public interface MessageFormat<M extends Message> {

  /** Writes the fields of a message. */
  void write(WireOutput out, M message);

  /**
   * Reads the fields of a message.
   *
   * @throws MalformedMessageException if the bytes are not such a message
   */
  M read(WireInput in);

  /** The format that writes and reads with these two functions. */
  static <M extends Message> MessageFormat<M> of(
      BiConsumer<WireOutput, M> write, Function<WireInput, M> read) {
    return new MessageFormat<>() {
      @Override
      public void write(WireOutput out, M message) {
        write.accept(out, message);
      }

      @Override
      public M read(WireInput in) {
        return read.apply(in);
      }
    };
  }
}
