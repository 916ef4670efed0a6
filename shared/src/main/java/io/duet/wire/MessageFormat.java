package io.duet.wire;

import io.duet.node.Message;

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
}
