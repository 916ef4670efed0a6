package io.duet.experiments.experiment;

import io.duet.overlay.Durations;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How nodes come and go all the time.
 *
 * @param kind who goes, and how
 * @param perSecond how many nodes go in a second, and how many come; for rates
 * @param lifeNanos the mean time for which a node is there, and the mean of its absence
 */
public record Churn(Kind kind, double perSecond, long lifeNanos) {

  /** The ways of coming and going. */
  public enum Kind {
    /** All stay. */
    NONE,
    /** Two Poisson processes: nodes leave gracefully, others join. */
    LEAVES,
    /** Two Poisson processes: nodes crash, others join. */
    CRASHES,
    /** Each node is there, and then absent, for exponential times; it ends by a crash. */
    LIFETIMES
  }

  /** The forms that {@link #parse} takes. */
  public static final String FORMS = "none, leaves:0.1/s, crashes:0.1/s, lifetimes:1h";

  private static final Pattern RATE =
      Pattern.compile("(leaves|crashes):(\\d{1,4}(?:\\.\\d{1,6})?)/s");
  private static final String LIFETIMES = "lifetimes:";

  /**
   * Reads a churn as people write it.
   *
   * @throws IllegalArgumentException with a sentence for people, when it has another form
   */
  public static Churn parse(String text) {
    Matcher rate = RATE.matcher(text);
    if (text.equals("none")) {
      return new Churn(Kind.NONE, 0, 0);
    } else if (rate.matches() && Double.parseDouble(rate.group(2)) > 0) {
      Kind kind = rate.group(1).equals("leaves") ? Kind.LEAVES : Kind.CRASHES;
      return new Churn(kind, Double.parseDouble(rate.group(2)), 0);
    } else if (text.startsWith(LIFETIMES)) {
      long nanos = Durations.parse(text.substring(LIFETIMES.length())).toNanos();
      return new Churn(Kind.LIFETIMES, 0, Math.max(1, nanos));
    }
    throw new IllegalArgumentException("churn is " + text + ", but must be one of " + FORMS);
  }

  /** Whether nobody comes or goes. */
  public boolean isNone() {
    return kind == Kind.NONE;
  }

  @Override
  public String toString() {
    return switch (kind) {
      case NONE -> "none";
      case LIFETIMES -> LIFETIMES + Durations.format(Duration.ofNanos(lifeNanos));
      case LEAVES -> "leaves:" + rate();
      case CRASHES -> "crashes:" + rate();
    };
  }

  private String rate() {
    return new BigDecimal(Double.toString(perSecond)).stripTrailingZeros().toPlainString() + "/s";
  }
}
