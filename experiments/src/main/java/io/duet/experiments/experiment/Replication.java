package io.duet.experiments.experiment;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.IntToDoubleFunction;

/**
 * How a budget of copies is shared out among the items (E. Cohen, S. Shenker, "Replication
 * strategies in unstructured peer-to-peer networks", SIGCOMM 2002): each has as many ({@code
 * uniform}), or in proportion to how often it is asked for ({@code proportional}) or to the root of
 * that ({@code square-root}), which is where random search costs least.
 */
public enum Replication {
  /** Every item has as many copies. */
  UNIFORM(0),
  /** Copies in proportion to popularity. */
  PROPORTIONAL(1),
  /** Copies in proportion to the root of popularity. */
  SQUARE_ROOT(0.5);

  private final double power;

  Replication(double power) {
    this.power = power;
  }

  /**
   * Reads one as people write it.
   *
   * @throws IllegalArgumentException with a sentence for people, when it is none
   */
  public static Replication parse(String text) {
    return Arrays.stream(values())
        .filter(one -> one.toString().equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "replication is "
                        + text
                        + ", but must be uniform, proportional or square-root"));
  }

  /**
   * How many copies each item gets, rounded, and at least 1 and at most {@code nodes}; so all of
   * them together are about as many as the budget, unless very few or very many are due to some.
   *
   * @param popularity the probability that an item is asked for
   * @param perItem the budget, divided by the number of items
   * @param nodes how many nodes there are to hold a copy each
   */
  public int[] copies(IntToDoubleFunction popularity, int items, int perItem, int nodes) {
    double[] weights = new double[items];
    Arrays.setAll(weights, item -> StrictMath.pow(popularity.applyAsDouble(item), power));
    double unit = (double) items * perItem / Arrays.stream(weights).sum();
    return Arrays.stream(weights)
        .mapToInt(weight -> (int) Math.max(1, Math.min(nodes, Math.round(weight * unit))))
        .toArray();
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
