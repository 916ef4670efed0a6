package io.duet.experiments.workload;

import io.duet.experiments.Experiment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Everything that happens in a run, in the order of time: the same list for every overlay.
 *
 * <p>In the first half of the warm-up nodes join, at a rate that grows with the network, so that
 * each node sees about as many newcomers; then providers announce their items; then it is quiet.
 * Searches come at random times, uniform over the duration, asked by nodes that live through the
 * run and do not have the item. Half-way, a fraction of the nodes crashes at once.
 *
 * @param actions what happens, by time
 * @param providers the nodes that have each item, by item
 * @param firstSearchNanos when searching begins
 * @param crashNanos when nodes crash; negative when none does
 * @param endNanos when the last search is asked at the latest
 */
public record Workload(
    List<Action> actions,
    List<int[]> providers,
    long firstSearchNanos,
    long crashNanos,
    long endNanos) {

  private static final double JOINS_UNTIL = 0.5; // fractions of the warm-up
  private static final double PUBLISHES_FROM = 0.6;
  private static final double PUBLISHES_UNTIL = 0.75;

  /** The workload of an experiment; its seed decides everything. */
  public static Workload of(Experiment experiment) {
    return new Draft(experiment).workload();
  }

  /** How many searches there are. */
  public int searches() {
    return (int) actions.stream().filter(Action.Search.class::isInstance).count();
  }

  private static final class Draft {
    private final Experiment experiment;
    private final SplittableRandom random;
    private final long warmUp;
    private final List<Action> actions = new ArrayList<>();
    private final List<int[]> providers = new ArrayList<>();
    private boolean[] crashing = new boolean[0];

    Draft(Experiment experiment) {
      this.experiment = experiment;
      this.random = new SplittableRandom(experiment.seed());
      this.warmUp = experiment.warmUp().toNanos();
    }

    Workload workload() {
      long duration = experiment.duration().toNanos();
      long half = warmUp + duration / 2;
      join();
      publish();
      boolean any = crash(half);
      search(duration);
      actions.sort(Comparator.comparingLong(Action::atNanos));
      return new Workload(
          Collections.unmodifiableList(actions),
          Collections.unmodifiableList(providers),
          warmUp,
          any ? half : -1,
          warmUp + duration);
    }

    private void join() {
      if (!experiment.start().equals(Experiment.JOIN)) {
        return;
      }
      double scale = JOINS_UNTIL * warmUp / StrictMath.log(experiment.nodes() + 1.0);
      for (int node = 0; node < experiment.nodes(); node++) {
        actions.add(new Action.Join((long) (scale * StrictMath.log(node + 1.0)), node));
      }
    }

    private void publish() {
      for (int item = 0; item < experiment.items(); item++) {
        int[] nodes = distinctNodes(experiment.providersPerItem());
        providers.add(nodes);
        for (int node : nodes) {
          double part = PUBLISHES_FROM + random.nextDouble() * (PUBLISHES_UNTIL - PUBLISHES_FROM);
          actions.add(new Action.Publish((long) (part * warmUp), node, item));
        }
      }
    }

    private int[] distinctNodes(int count) {
      int[] chosen = new int[count];
      for (int i = 0; i < count; i++) {
        int[] before = Arrays.copyOf(chosen, i);
        do {
          chosen[i] = random.nextInt(experiment.nodes());
        } while (contains(before, chosen[i]));
      }
      return chosen;
    }

    private boolean crash(long atNanos) {
      int nodes = experiment.nodes();
      crashing = new boolean[nodes];
      int left = (int) (experiment.crash() * nodes);
      for (int node = 0; node < nodes; node++) {
        if (random.nextInt(nodes - node) < left) { // selection sampling, Knuth TAOCP 3.4.2 S
          crashing[node] = true;
          actions.add(new Action.Crash(atNanos, node));
          left--;
        }
      }
      return experiment.crash() * nodes >= 1;
    }

    private void search(long duration) {
      Zipf popularity = new Zipf(experiment.items(), experiment.zipfExponent());
      long[] times = new long[experiment.searches()];
      Arrays.setAll(times, i -> warmUp + (long) (random.nextDouble() * duration));
      Arrays.sort(times);
      for (int index = 0; index < times.length; index++) {
        int item = popularity.draw(random);
        actions.add(new Action.Search(times[index], origin(item), item, index));
      }
    }

    /** A survivor without the item; in tiny networks, where there may be none, any survivor. */
    private int origin(int item) {
      int tries = 100;
      int node;
      do {
        node = random.nextInt(experiment.nodes());
      } while (crashing[node] || (tries-- > 0 && contains(providers.get(item), node)));
      return node;
    }

    private static boolean contains(int[] nodes, int node) {
      return Arrays.stream(nodes).anyMatch(n -> n == node);
    }
  }
}
