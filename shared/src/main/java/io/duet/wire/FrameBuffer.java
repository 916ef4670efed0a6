package io.duet.wire;

/** Frames to be sent, one after another; grows on demand, up to a limit. */
public final class FrameBuffer {
  private static final int INITIAL_BYTES = 1024;

  final WireOutput output;

  /** An empty buffer that takes at most {@code bytesMax} bytes, 1024 or more. */
  public FrameBuffer(int bytesMax) {
    this.output = new WireOutput(INITIAL_BYTES, bytesMax);
  }

  /** The bytes that the frames take. */
  public int length() {
    return output.position();
  }

  /** The bytes of memory that this buffer takes. */
  public int capacity() {
    return output.getBuffer().length;
  }

  /** The array that holds the frames from its index 0 on; valid until the next frame is added. */
  public byte[] array() {
    return output.getBuffer();
  }

  /** Removes the frames and keeps the memory. */
  public void clear() {
    output.setPosition(0);
  }

  /** Adds the goodbye: a frame without content, after which nothing is sent. */
  public void addGoodbye() {
    output.writeInt(0);
  }
}
