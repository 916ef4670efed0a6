package io.duet.wire;

import io.duet.node.Message;
import java.util.Arrays;

/**
 * Cuts one connection's bytes into frames and reads their messages, in place if a frame arrived
 * whole. An incomplete frame is kept in an array that grows with the bytes that arrive, not with
 * the declared length.
 */
public final class FrameDecoder {

  /** The receiver of the messages. */
  public interface Sink {

    /**
     * Takes a message and the bytes of its frame; false to end decoding for good. Must not call the
     * decoder.
     */
    boolean onMessage(Message message, int frameBytes);

    /** The peer has sent a goodbye; the bytes after it are not read. */
    void onGoodbye();
  }

  private static final byte[] NONE = {};

  private final KryoCodec codec;
  private final Sink sink;
  private byte[] partial = NONE;
  private int partialBytes;
  private boolean ended;

  /** A decoder at the beginning of a stream of frames. */
  public FrameDecoder(KryoCodec codec, Sink sink) {
    this.codec = codec;
    this.sink = sink;
  }

  /**
   * Takes the next bytes of the stream; the array is not kept.
   *
   * @throws MalformedMessageException if they are no frames; nothing is read afterwards
   */
  public void accept(byte[] bytes, int offset, int length) {
    int end = offset + length;
    int position = offset;
    try {
      if (partialBytes > 0) {
        position += completePartial(bytes, position, end);
      }
      keep(bytes, decodeWhole(bytes, position, end), end);
    } catch (MalformedMessageException e) {
      ended = true;
      partial = NONE;
      partialBytes = 0;
      throw e;
    }
  }

  private int decodeWhole(byte[] bytes, int from, int end) {
    int position = from;
    while (!ended && end - position >= KryoCodec.LENGTH_BYTES) {
      int frameBytes = frameBytes(bytes, position);
      if (frameBytes > end - position) {
        break;
      }
      decode(bytes, position, frameBytes);
      position += frameBytes;
    }
    return position;
  }

  private void decode(byte[] bytes, int offset, int frameBytes) {
    int length = frameBytes - KryoCodec.LENGTH_BYTES;
    if (length == 0) {
      ended = true;
      sink.onGoodbye();
    } else {
      Message message = codec.decode(bytes, offset + KryoCodec.LENGTH_BYTES, length);
      ended = !sink.onMessage(message, frameBytes);
    }
  }

  private int completePartial(byte[] bytes, int from, int end) {
    int used = topUp(bytes, from, end, KryoCodec.LENGTH_BYTES);
    if (partialBytes >= KryoCodec.LENGTH_BYTES) {
      int frameBytes = frameBytes(partial, 0);
      used += topUp(bytes, from + used, end, frameBytes);
      if (partialBytes == frameBytes) {
        byte[] whole = partial;
        partial = NONE;
        partialBytes = 0;
        decode(whole, 0, frameBytes);
      }
    }
    return used;
  }

  private int topUp(byte[] bytes, int from, int end, int wanted) {
    int count = Math.min(end - from, Math.max(0, wanted - partialBytes));
    int needed = partialBytes + count;
    if (needed > partial.length) {
      partial = Arrays.copyOf(partial, Math.max(needed, Math.min(2 * needed, wanted)));
    }
    System.arraycopy(bytes, from, partial, partialBytes, count);
    partialBytes = needed;
    return count;
  }

  private void keep(byte[] bytes, int from, int end) {
    if (!ended && from < end) {
      topUp(bytes, from, end, partialBytes + end - from);
    }
  }

  private static int frameBytes(byte[] bytes, int at) {
    int length = (int) KryoCodec.LENGTH.get(bytes, at);
    if (length < 0 || length > KryoCodec.FRAME_BYTES_MAX - KryoCodec.LENGTH_BYTES) {
      throw new MalformedMessageException("frame too long");
    }
    return length + KryoCodec.LENGTH_BYTES;
  }
}
