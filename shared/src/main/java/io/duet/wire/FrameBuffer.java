package io.duet.wire;

/** Frames on their way out, one behind the other; it grows as needed, up to a limit. */
public final class FrameBuffer {
  private static final int INITIAL_BYTES = 1024;

  final WireOutput output;

  /** An empty buffer that takes at most so many bytes, at least 1024. */
  public FrameBuffer(int bytesMax) {
    this.output = new WireOutput(INITIAL_BYTES, bytesMax);
  }

  /** The bytes that the frames take. */
  public int length() {
    return output.position();
  }

  /** The bytes that this buffer occupies, filled or not. */
  public int capacity() {
    return output.getBuffer().length;
  }

  /** The array that holds the frames from its index 0 on; valid until the next frame is added. */
  public byte[] array() {
    return output.getBuffer();
  }

  /** Forgets the frames and keeps the room. */
  public void clear() {
    output.setPosition(0);
  }

  /** Adds the frame without content that says: nothing follows. */
  public void addGoodbye() {
    output.writeInt(0);
  }
}
