package io.duet.unstructured.config;

import io.duet.overlay.spi.Settings;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The distribution of capacity among nodes: levels, each with the share of nodes that have it.
 *
 * @param levels ascending; the shares add up to 1
 */
public record CapacityDistribution(List<Level> levels) {
  /** The largest capacity of a node; a message with a larger one is refused. */
  public static final int MAX = 10_000;

  record Level(int capacity, double share) {}

  /**
   * Levels that a measurement of Gnutella suggests (Y. Chawathe et al., "Making Gnutella-like P2P
   * systems scalable", SIGCOMM 2003, table 1); 93.7 on average.
   */
  private static final CapacityDistribution GIA =
      new CapacityDistribution(
          List.of(
              new Level(1, 0.2),
              new Level(10, 0.45),
              new Level(100, 0.3),
              new Level(1_000, 0.049),
              new Level(10_000, 0.001)));

  /**
   * Reads {@code equal} (1 each), {@code gia}, or the capacity that each node has.
   *
   * @throws IllegalArgumentException if it is none of these
   */
  public static CapacityDistribution of(String text) {
    return switch (text) {
      case "equal" -> all(1);
      case "gia" -> GIA;
      default -> all(number(text));
    };
  }

  private static CapacityDistribution all(int capacity) {
    return new CapacityDistribution(List.of(new Level(capacity, 1)));
  }

  private static int number(String text) {
    int number = text.matches("\\d{1,5}") ? Integer.parseInt(text) : 0;
    if (number < 1 || number > MAX) {
      String expected = "equal, gia or a whole number from 1 to " + MAX;
      throw Settings.wrong("capacity", text, expected);
    }
    return number;
  }

  /** Whether nodes differ in capacity. */
  public boolean differ() {
    return levels.size() > 1;
  }

  int least() {
    return levels.get(0).capacity();
  }

  /** Draws a node's capacity; uses no random number if all nodes are equal. */
  public int draw(RandomGenerator random) {
    if (!differ()) {
      return least();
    }
    double left = random.nextDouble();
    for (Level level : levels) {
      left -= level.share();
      if (left < 0) {
        return level.capacity();
      }
    }
    return levels.get(levels.size() - 1).capacity(); // after rounding errors
  }
}
