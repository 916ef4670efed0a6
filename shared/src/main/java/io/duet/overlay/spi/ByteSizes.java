package io.duet.overlay.spi;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes in text form: a number and a unit, such as {@code 64MB} or {@code 1.5GiB}. */
public final class ByteSizes {
  /** The form of a size, for patterns that contain one. */
  public static final String FORM = "\\d{1,15}(?:\\.\\d{1,9})?(?:[kMGT]?B|[KMGT]iB)?";

  private static final Pattern PARTS = Pattern.compile("([\\d.]+)([kKMGT]?)(i?)B?");

  private ByteSizes() {}

  /**
   * Reads a size in bytes; kB, MB, GB and TB are powers of 1,000, KiB, MiB, GiB and TiB of 1,024.
   *
   * @throws IllegalArgumentException with a readable message, if it has another form
   */
  public static long parse(String text) {
    Matcher parts = PARTS.matcher(text);
    if (!text.matches(FORM) || !parts.matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' is not a size; write a number and B, kB, MB, GB or MiB, as in 64MB");
    }
    BigDecimal unit = BigDecimal.valueOf(parts.group(3).isEmpty() ? 1_000 : 1_024);
    BigDecimal bytes = new BigDecimal(parts.group(1)).multiply(unit.pow(power(parts.group(2))));
    return bytes.setScale(0, RoundingMode.DOWN).min(BigDecimal.valueOf(Long.MAX_VALUE)).longValue();
  }

  private static int power(String prefix) {
    return prefix.isEmpty() ? 0 : 1 + "KMGT".indexOf(prefix.equals("k") ? "K" : prefix);
  }
}
