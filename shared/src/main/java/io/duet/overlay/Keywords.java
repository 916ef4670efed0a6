package io.duet.overlay;

import io.duet.wire.Wire;
import java.text.Normalizer;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The words of a name or of a search, without case and accents: compatibility decomposition
 * (Unicode TR 15, NFKD) without marks, in lower case, split at characters that are neither letters
 * nor digits.
 *
 * @param list distinct words in their order, at most {@value #WORDS_MAX}, each of 1 to {@value
 *     #CHARS_MAX} letters and digits; {@link #of} makes them
 */
public record Keywords(List<String> list) {
  /** The largest number of words of a text; further ones are ignored. */
  public static final int WORDS_MAX = 16;

  /** The largest number of letters of a word; a longer word is cut. */
  public static final int CHARS_MAX = 32;

  private static final int BYTES_MAX = WORDS_MAX * (4 * CHARS_MAX + 1); // in UTF-8, with spaces

  private static final Pattern MARKS = Pattern.compile("\\p{M}+");
  private static final Pattern BETWEEN = Pattern.compile("[^\\p{L}\\p{N}]+");

  /** The words of a text; none if it has no letters and digits. */
  public static Keywords of(String text) {
    String plain = MARKS.matcher(Normalizer.normalize(text, Normalizer.Form.NFKD)).replaceAll("");
    Set<String> words = new LinkedHashSet<>();
    for (String word : BETWEEN.split(plain.toLowerCase(Locale.ROOT))) {
      if (!word.isEmpty() && words.size() < WORDS_MAX) {
        words.add(beginning(word));
      }
    }
    return new Keywords(List.copyOf(words));
  }

  /** The words of a search that a peer sent. */
  @Wire.Form
  static Keywords ofSearch(@Wire.Utf8(min = 1, max = BYTES_MAX) String text) {
    Keywords words = of(text);
    if (words.list.isEmpty()) {
      throw new IllegalArgumentException("a search without words");
    }
    return words;
  }

  private static String beginning(String word) {
    int letters = word.codePointCount(0, word.length());
    return letters <= CHARS_MAX ? word : word.substring(0, word.offsetByCodePoints(0, CHARS_MAX));
  }

  /** Whether a name has all of these words, in any order. */
  public boolean areIn(String name) {
    return of(name).list.containsAll(list);
  }

  @Wire.Form
  @Override
  public String toString() {
    return String.join(" ", list);
  }
}
