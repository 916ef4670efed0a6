package io.duet.experiments.experiment;

import com.fasterxml.jackson.annotation.JsonValue;
import io.duet.overlay.spi.Durations;
import io.duet.overlay.spi.Settings;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How nodes join and leave all the time.
 *
 * @param kind the kind of departures
 * @param perSecond the departures per second, and the joins per second; for rates
 * @param lifeNanos the mean time for which a node is present, and for which it is absent
 */
public record Churn(Kind kind, double perSecond, long lifeNanos) {

  /** The kinds of churn. */
  public enum Kind {
    /** No node leaves. */
    NONE,
    /** Two Poisson processes: nodes leave gracefully, others join. */
    LEAVES,
    /** Two Poisson processes: nodes crash, others join. */
    CRASHES,
    /** Each node is present and absent for exponential times in turn; it ends by a crash. */
    LIFETIMES
  }

  /** No churn. */
  public static final Churn NONE = new Churn(Kind.NONE, 0, 0);

  private static final String FORMS = "none, leaves:0.1/s, crashes:0.1/s, lifetimes:1h";

  private static final Pattern RATE =
      Pattern.compile("(leaves|crashes):(\\d{1,4}(?:\\.\\d{1,6})?)/s");
  private static final String LIFETIMES = "lifetimes:";

  /**
   * Parses a churn.
   *
   * @throws IllegalArgumentException with a readable message, if it has another form
   */
  public static Churn parse(String text) {
    Matcher rate = RATE.matcher(text);
    if (text.equals("none")) {
      return NONE;
    } else if (rate.matches() && Double.parseDouble(rate.group(2)) > 0) {
      Kind kind = rate.group(1).equals("leaves") ? Kind.LEAVES : Kind.CRASHES;
      return new Churn(kind, Double.parseDouble(rate.group(2)), 0);
    } else if (text.startsWith(LIFETIMES)) {
      long nanos = Durations.parse(text.substring(LIFETIMES.length())).toNanos();
      return new Churn(Kind.LIFETIMES, 0, Math.max(1, nanos));
    }
    throw Settings.wrong("churn", text, "one of " + FORMS);
  }

  /** Whether there is no churn. */
  public boolean isNone() {
    return kind == Kind.NONE;
  }

  @JsonValue
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
