package io.duet.simulation;

import io.duet.node.Message;
import io.duet.wire.FrameBuffer;
import io.duet.wire.KryoCodec;
import io.duet.wire.MessageRegistry;

/**
 * Encodes each message of a simulation and decodes it, so that its nodes get what peers on sockets
 * would get, and formats and bounds are exercised.
 */
final class WireCheck {
  private final KryoCodec codec;
  private final FrameBuffer frame = new FrameBuffer(2 * KryoCodec.FRAME_BYTES_MAX);

  WireCheck(MessageRegistry messages) {
    codec = new KryoCodec(messages);
  }

  /**
   * The message that a peer decodes.
   *
   * @throws IllegalStateException if it would not reach the peer as it is: its frame is too long,
   *     is not as long as counted, or cannot be decoded to an equal message
   */
  Message decoded(Message message, int bytesCounted) {
    frame.clear();
    int bytes = codec.encode(frame, message);
    int header = KryoCodec.LENGTH_BYTES;
    if (bytes != bytesCounted) {
      throw new IllegalStateException(
          bytes + " bytes encoded, not " + bytesCounted + ": " + message);
    }
    Message decoded = codec.decode(frame.array(), header, bytes - header);
    if (!decoded.equals(message)) {
      throw new IllegalStateException(message + " was decoded as " + decoded);
    }
    return decoded;
  }
}
