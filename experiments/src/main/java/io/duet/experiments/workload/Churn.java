package io.duet.experiments.workload;

import io.duet.overlay.Durations;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
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

  /** The forms that {@link #parse} accepts. */
  public static final String FORMS = "none, leaves:0.1/s, crashes:0.1/s, lifetimes:1h";

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

  /** Whether there is no churn. */
  public boolean isNone() {
    return kind == Kind.NONE;
  }

  /**
   * All joins and departures within a time, in no particular order.
   *
   * @param there the number of nodes, the first ones, that are present at the start
   */
  List<Action> actions(int nodes, int there, long from, long to, SplittableRandom random) {
    return switch (kind) {
      case NONE -> List.of();
      case LIFETIMES -> lifetimes(nodes, there, from, to, random);
      case LEAVES, CRASHES -> rates(nodes, there, from, to, random);
    };
  }

  private List<Action> lifetimes(
      int nodes, int there, long from, long to, SplittableRandom random) {
    List<Action> actions = new ArrayList<>();
    for (int node = 0; node < nodes; node++) {
      boolean isThere = node < there;
      long at = from + exponential(lifeNanos, random);
      for (; at < to; at += exponential(lifeNanos, random)) {
        actions.add(isThere ? new Action.Crash(at, node) : new Action.Join(at, node));
        isThere = !isThere;
      }
    }
    return actions;
  }

  private List<Action> rates(int nodes, int there, long from, long to, SplittableRandom random) {
    List<Integer> present = new ArrayList<>();
    List<Integer> absent = new ArrayList<>();
    for (int node = 0; node < nodes; node++) {
      (node < there ? present : absent).add(node);
    }
    List<Action> actions = new ArrayList<>();
    double meanNanos = 1e9 / perSecond / 2; // of joins and departures together
    for (long at = from; at < to; at += exponential(meanNanos, random)) {
      boolean comes = random.nextBoolean();
      if (!(comes ? absent : present).isEmpty()) {
        int node = take(comes ? absent : present, random);
        (comes ? present : absent).add(node);
        actions.add(comes ? new Action.Join(at, node) : end(at, node));
      }
    }
    return actions;
  }

  private Action end(long at, int node) {
    return kind == Kind.LEAVES ? new Action.Leave(at, node) : new Action.Crash(at, node);
  }

  /** Removes a random element from a list whose order does not matter. */
  private static int take(List<Integer> nodes, SplittableRandom random) {
    int place = random.nextInt(nodes.size());
    int last = nodes.remove(nodes.size() - 1);
    return place == nodes.size() ? last : nodes.set(place, last);
  }

  private static long exponential(double mean, SplittableRandom random) {
    return 1 + (long) (-StrictMath.log(1 - random.nextDouble()) * mean);
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
