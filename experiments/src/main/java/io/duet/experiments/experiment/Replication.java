package io.duet.experiments.experiment;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.IntToDoubleFunction;

/**
 * How a budget of copies is allocated to items (E. Cohen, S. Shenker, "Replication strategies in
 * unstructured peer-to-peer networks", SIGCOMM 2002): equal numbers ({@code uniform}), in
 * proportion to popularity ({@code proportional}), or to its square root ({@code square-root}), for
 * which random search costs least.
 */
public enum Replication {
  /** Every item has the same number of copies. */
  UNIFORM(0),
  /** Copies in proportion to popularity. */
  PROPORTIONAL(1),
  /** Copies in proportion to the square root of popularity. */
  SQUARE_ROOT(0.5);

  private final double power;

  Replication(double power) {
    this.power = power;
  }

  /**
   * The number of copies of each item, rounded, from 1 to {@code nodes}. Their sum is about the
   * budget, unless these bounds cut many.
   *
   * @param popularity the probability that an item is asked for
   * @param perItem the budget, divided by the number of items
   * @param nodes the number of nodes, which hold one copy each
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
