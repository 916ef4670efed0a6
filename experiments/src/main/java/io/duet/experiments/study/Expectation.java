package io.duet.experiments.study;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A published figure with its tolerance.
 *
 * @param text its text
 * @param min the smallest accepted value
 * @param max the largest accepted value
 */
public record Expectation(@JsonValue String text, double min, double max) {
  /** The forms that {@link #parse} accepts. */
  static final String FORMS =
      "1.51 ± 0.10, 5.1 ± 25 %, 0.55 to 0.65, at most 16, at least 0.99, less than before, more than"
          + " before";

  private static final String LESS = "less than before";
  private static final String MORE = "more than before";

  private static final String NUMBER = "(\\d+(?:\\.\\d+)?)";
  private static final Pattern ABOUT = Pattern.compile(NUMBER + " ± " + NUMBER + "( ?%)?");
  private static final Pattern RANGE = Pattern.compile(NUMBER + " to " + NUMBER);
  private static final Pattern BOUND = Pattern.compile("at (most|least) " + NUMBER);

  /**
   * Parses an expectation.
   *
   * @throws IllegalArgumentException with a readable message, if it has another form
   */
  public static Expectation parse(String text) {
    Matcher about = ABOUT.matcher(text);
    Matcher range = RANGE.matcher(text);
    Matcher bound = BOUND.matcher(text);
    if (about.matches()) {
      double value = Double.parseDouble(about.group(1));
      double given = Double.parseDouble(about.group(2));
      double off = about.group(3) == null ? given : value * given / 100;
      return new Expectation(text, value - off, value + off);
    } else if (range.matches()) {
      return new Expectation(
          text, Double.parseDouble(range.group(1)), Double.parseDouble(range.group(2)));
    } else if (bound.matches()) {
      double value = Double.parseDouble(bound.group(2));
      return bound.group(1).equals("most")
          ? new Expectation(text, Double.NEGATIVE_INFINITY, value)
          : new Expectation(text, value, Double.POSITIVE_INFINITY);
    }
    if (text.equals(LESS) || text.equals(MORE)) {
      return new Expectation(text, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
    }
    throw new IllegalArgumentException(
        "'" + text + "' is not a published figure; write one of " + FORMS);
  }

  /**
   * The expectation relative to the previous case that has this figure, too.
   *
   * @param before the value measured there; NaN if there is none, which accepts no value
   */
  public Expectation after(double before) {
    return switch (text) {
      case LESS -> new Expectation(text, Double.NEGATIVE_INFINITY, Math.nextDown(before));
      case MORE -> new Expectation(text, Math.nextUp(before), Double.POSITIVE_INFINITY);
      default -> this;
    };
  }

  /** Whether a measured value is accepted; NaN is not. */
  public boolean holds(double measured) {
    double rounding = text.endsWith("before") ? 0 : 1e-9 * Math.abs(measured);
    return measured >= min - rounding && measured <= max + rounding;
  }
}
