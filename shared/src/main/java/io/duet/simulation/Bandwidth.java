package io.duet.simulation;

import io.duet.overlay.spi.ByteSizes;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The rates of a node's uplink and downlink.
 *
 * @param up bytes per second, at least 1
 * @param down bytes per second, at least 1
 */
public record Bandwidth(long up, long down) {
  /** A link of this rate delays nothing. */
  public static final long UNLIMITED = Long.MAX_VALUE;

  /** The forms that {@link #parse} accepts, for help texts. */
  public static final String FORMS = "20MB/s, 20MB/s/100MB/s (uplink and downlink), unlimited";

  private static final Pattern FORM =
      Pattern.compile("(%1$s)/s(?:/(%1$s)/s)?".formatted(ByteSizes.FORM));

  /**
   * Reads a bandwidth; without a second rate, the downlink is not limited.
   *
   * @throws IllegalArgumentException with a readable message, if it has another form
   */
  public static Bandwidth parse(String text) {
    Matcher rates = FORM.matcher(text);
    if (text.equals("unlimited")) {
      return new Bandwidth(UNLIMITED, UNLIMITED);
    } else if (!rates.matches()) {
      throw new IllegalArgumentException("'" + text + "' is not a bandwidth; known are " + FORMS);
    }
    String down = rates.group(2);
    return new Bandwidth(rate(text, rates.group(1)), down == null ? UNLIMITED : rate(text, down));
  }

  private static long rate(String text, String size) {
    long rate = ByteSizes.parse(size);
    if (rate < 1) {
      throw new IllegalArgumentException("the bandwidth '" + text + "' moves no byte in a second");
    }
    return rate;
  }

  /** The nanoseconds that a link of this rate takes for some bytes. */
  static double nanos(long bytes, long rate) {
    return rate == UNLIMITED ? 0 : 1e9 * bytes / rate;
  }
}
