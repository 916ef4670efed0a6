package io.duet.overlay;

import io.duet.node.Key;
import io.duet.wire.Wire;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The human-readable name of a content.
 *
 * @param text 1 to {@value #BYTES_MAX} bytes in UTF-8, without control characters
 */
public record ContentName(
    @Wire.Utf8(min = 1, max = ContentName.BYTES_MAX, printable = true) String text) {

  /** The largest number of bytes, as in common file systems. */
  public static final int BYTES_MAX = 255;

  /**
   * Checks the name.
   *
   * @throws IllegalArgumentException with a readable message, if it is empty, too long, or contains
   *     control characters
   */
  public ContentName {
    String problem = problem(text);
    if (problem != null) {
      throw new IllegalArgumentException(problem);
    }
  }

  /** Whether a text from a peer is a valid name. */
  public static boolean isName(String text) {
    return problem(text) == null;
  }

  private static @Nullable String problem(String text) {
    int bytes = text.getBytes(StandardCharsets.UTF_8).length;
    if (bytes == 0) {
      return "a name must have at least one character";
    } else if (bytes > BYTES_MAX) {
      return "a name may have at most " + BYTES_MAX + " bytes in UTF-8, but this one has " + bytes;
    }
    return text.codePoints().anyMatch(Character::isISOControl)
        ? "a name must not contain control characters such as a line break"
        : null;
  }

  /** The key of the content. */
  public Key key() {
    return Key.ofName(text);
  }
}
