package io.duet.overlay;

import io.duet.node.Key;
import io.duet.wire.Wire;
import java.nio.charset.StandardCharsets;

/**
 * The name by which people know a content.
 *
 * @param text 1 to {@value #BYTES_MAX} bytes in UTF-8, without control characters
 */
public record ContentName(
    @Wire.Utf8(min = 1, max = ContentName.BYTES_MAX, printable = true) String text) {

  /** At most this many bytes, as in the file systems from which names come. */
  public static final int BYTES_MAX = 255;

  /**
   * Checks the name.
   *
   * @throws IllegalArgumentException with a sentence for people, when it is empty, too long, or
   *     holds control characters
   */
  public ContentName {
    int bytes = text.getBytes(StandardCharsets.UTF_8).length;
    if (bytes == 0) {
      throw new IllegalArgumentException("a name has at least one character");
    }
    if (bytes > BYTES_MAX) {
      throw new IllegalArgumentException(
          "a name has at most " + BYTES_MAX + " bytes in UTF-8, and this one has " + bytes);
    }
    if (text.codePoints().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException("a name holds no control characters such as a new line");
    }
  }

  /** Whether a text that a peer sent is such a name. */
  public static boolean isName(String text) {
    int bytes = text.getBytes(StandardCharsets.UTF_8).length;
    return bytes > 0 && bytes <= BYTES_MAX && text.codePoints().noneMatch(Character::isISOControl);
  }

  /** The key of the content. */
  public Key key() {
    return Key.ofName(text);
  }
}
