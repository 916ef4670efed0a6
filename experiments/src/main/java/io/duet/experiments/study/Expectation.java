package io.duet.experiments.study;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A figure that was published, and how far a measured one may be from it.
 *
 * @param text as it was written
 * @param min the least value that holds
 * @param max the greatest value that holds
 */
public record Expectation(String text, double min, double max) {
  /** The forms that {@link #parse} takes. */
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
   * Reads an expectation as people write it.
   *
   * @throws IllegalArgumentException with a sentence for people, when it has another form
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
   * The same, where it is about the case before in which the figure was published as well.
   *
   * @param before what was measured there; not a number when there is none, of which nothing is
   *     less
   */
  public Expectation after(double before) {
    return switch (text) {
      case LESS -> new Expectation(text, Double.NEGATIVE_INFINITY, Math.nextDown(before));
      case MORE -> new Expectation(text, Math.nextUp(before), Double.POSITIVE_INFINITY);
      default -> this;
    };
  }

  /** Whether a measured value is within; one that is not a number is not. */
  public boolean holds(double measured) {
    double rounding = text.endsWith("before") ? 0 : 1e-9 * Math.abs(measured);
    return measured >= min - rounding && measured <= max + rounding;
  }
}
