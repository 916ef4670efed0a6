package io.duet.content;

import io.duet.overlay.ContentName;
import java.nio.file.Path;
import java.util.function.IntPredicate;
import java.util.regex.Pattern;

/**
 * The name of a content that is safe to write below a folder on every system. It is a {@link
 * ContentName} in which {@code /} separates folders, and whose parts are visible files everywhere.
 *
 * @param text the name, at most {@value ContentName#BYTES_MAX} bytes in UTF-8
 */
public record FileName(String text) {
  private static final Pattern DEVICE =
      Pattern.compile(
          "(con|prn|aux|nul|conin\\$|conout\\$|(com|lpt)[0-9¹²³]) *(\\..*)?",
          Pattern.CASE_INSENSITIVE);

  /**
   * Checks the name.
   *
   * @throws IllegalArgumentException with a readable message that says what is unsafe
   */
  public FileName {
    ContentName name = new ContentName(text);
    refuseIf(has(name, c -> "\\<>:\"|?*".indexOf(c) >= 0), "contains one of \\ < > : \" | ? *");
    refuseIf(has(name, c -> Character.getType(c) == Character.SURROGATE), "is not valid Unicode");
    for (String part : text.split("/", -1)) {
      check(part);
    }
  }

  private static void check(String part) {
    refuseIf(part.isEmpty(), "begins or ends with / or contains //");
    refuseIf(part.startsWith("."), "has a part that begins with a dot");
    refuseIf(part.endsWith("."), "has a part that ends with a dot");
    refuseIf(part.endsWith(" "), "has a part that ends with a space");
    refuseIf(DEVICE.matcher(part).matches(), "names a device of Windows: " + part);
  }

  private static boolean has(ContentName name, IntPredicate character) {
    return name.text().codePoints().anyMatch(character);
  }

  private static void refuseIf(boolean unsafe, String reason) {
    if (unsafe) {
      throw new IllegalArgumentException("the name is not safe for a file, because it " + reason);
    }
  }

  /** The file with this name below a folder. */
  public Path below(Path folder) {
    return folder.resolve(text);
  }
}
