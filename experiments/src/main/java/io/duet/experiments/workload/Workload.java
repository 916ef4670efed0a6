package io.duet.experiments.workload;

import io.duet.cli.FailureException;
import io.duet.experiments.experiment.Catalog;
import io.duet.experiments.experiment.Experiment;
import io.duet.node.Key;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * All actions of a run in the order of time: the same list for every overlay.
 *
 * <p>In the first half of the warm-up nodes join, at a rate that grows with the network, so that
 * each node sees about the same number of joins; then providers announce their items; then there is
 * a pause. Searches start at random times, uniform over the duration. Their origins are searchers
 * without the item that have been present for a while and stay alive until the answer. A fraction
 * of the nodes crashes at once, half-way by default; or there is churn from the last quarter of the
 * warm-up on. A node that joins late, or again, then announces its items. In a flash crowd, all
 * nodes without the only item search for it at the same time.
 *
 * @param actions all actions, by time
 * @param keys the key of each item, by popularity
 * @param providers the nodes that have each item, by item
 * @param lifetimes the times at which each node is present
 * @param settleNanos the time after which a node has joined, and its announcements have arrived
 * @param firstSearchNanos the time of the first search
 * @param crashNanos the time of the crash; negative if there is none
 */
public record Workload(
    List<Action> actions,
    List<Key> keys,
    List<int[]> providers,
    Lifetimes lifetimes,
    long settleNanos,
    long firstSearchNanos,
    long crashNanos) {

  private static final double JOINS_UNTIL = 0.5; // fractions of the warm-up
  private static final double PUBLISHES_FROM = 0.6;
  private static final double PUBLISHES_UNTIL = 0.75;
  private static final double CHURN_FROM = 0.75;

  private static final long SETTLED_NANOS = 10_000_000_000L;
  private static final long ANSWERED_NANOS = 15_000_000_000L; // later than any overlay's deadline

  /** The workload of an experiment; its seed decides everything. */
  public static Workload of(Experiment experiment) {
    return new Draft(experiment).workload();
  }

  /** Whether a node is present at this time, and has been for {@code settleNanos}. */
  public boolean isSettled(int node, long atNanos) {
    return lifetimes.isPresent(node, atNanos - settleNanos, atNanos);
  }

  private static final class Draft {
    private static final int TRIES_MAX = 10_000;

    private final Experiment experiment;
    private final SplittableRandom random;
    private final Zipf popularity;
    private final long warmUp;
    private final List<Action> actions = new ArrayList<>();
    private final List<int[]> providers = new ArrayList<>();
    private final int initial; // nodes, the first ones, that are present at the start
    private final long settleNanos; // without churn, the warm-up suffices for all nodes
    private Lifetimes lifetimes;

    Draft(Experiment experiment) {
      this.experiment = experiment;
      this.random = new SplittableRandom(experiment.seed());
      this.popularity = new Zipf(experiment.items(), experiment.zipfExponent());
      this.warmUp = experiment.warmUp().toNanos();
      this.initial = experiment.nodes() - experiment.spare();
      this.settleNanos = experiment.churn().isNone() ? 0 : SETTLED_NANOS;
      this.lifetimes = Lifetimes.of(0, 0, List.of());
    }

    Workload workload() {
      long duration = experiment.duration().toNanos();
      long crashNanos = warmUp + (long) (experiment.crashAt() * duration);
      join();
      publish();
      crash(crashNanos);
      churn(warmUp + duration);
      actions.sort(Comparator.comparingLong(Action::atNanos));
      boolean joining = experiment.start().equals(Experiment.JOIN);
      lifetimes = Lifetimes.of(experiment.nodes(), joining ? 0 : initial, actions);
      search(duration);
      actions.sort(Comparator.comparingLong(Action::atNanos));
      return new Workload(
          Collections.unmodifiableList(actions),
          keys(),
          Collections.unmodifiableList(providers),
          lifetimes,
          settleNanos,
          warmUp,
          experiment.crash() * initial >= 1 ? crashNanos : -1);
    }

    private List<Key> keys() {
      return Catalog.names(experiment.catalog()).stream()
          .limit(experiment.items())
          .map(Key::ofName)
          .toList();
    }

    private void join() {
      if (!experiment.start().equals(Experiment.JOIN)) {
        return;
      }
      double scale = JOINS_UNTIL * warmUp / StrictMath.log(initial + 1.0);
      for (int node = 0; node < initial; node++) {
        actions.add(new Action.Join((long) (scale * StrictMath.log(node + 1.0)), node));
      }
    }

    private void publish() {
      int[] copies =
          experiment
              .replication()
              .copies(
                  popularity::probability,
                  experiment.items(),
                  experiment.providersPerItem(),
                  experiment.nodes());
      for (int item = 0; item < experiment.items(); item++) {
        int[] nodes = distinctNodes(copies[item]);
        providers.add(nodes);
        for (int node : nodes) {
          double part = PUBLISHES_FROM + random.nextDouble() * (PUBLISHES_UNTIL - PUBLISHES_FROM);
          if (node < initial) {
            actions.add(new Action.Publish((long) (part * warmUp), node, item));
          }
        }
      }
    }

    /** Adds churn from then on; each joining node announces its items. */
    private void churn(long until) {
      long from = (long) (CHURN_FROM * warmUp);
      List<Action> changes =
          new ChurnActions(experiment.churn(), experiment.nodes(), initial, random.split())
              .between(from, until);
      Map<Integer, List<Integer>> items = changes.isEmpty() ? Map.of() : itemsByNode();
      for (Action change : changes) {
        actions.add(change);
        if (change instanceof Action.Join join) {
          items
              .getOrDefault(join.node(), List.of())
              .forEach(i -> actions.add(new Action.Publish(join.atNanos(), join.node(), i)));
        }
      }
    }

    private Map<Integer, List<Integer>> itemsByNode() {
      Map<Integer, List<Integer>> items = new HashMap<>();
      for (int item = 0; item < providers.size(); item++) {
        for (int node : providers.get(item)) {
          items.computeIfAbsent(node, n -> new ArrayList<>(1)).add(item);
        }
      }
      return items;
    }

    private int[] distinctNodes(int count) {
      return IntStream.generate(() -> random.nextInt(experiment.nodes()))
          .distinct()
          .limit(count)
          .toArray();
    }

    private void crash(long atNanos) {
      int left = (int) (experiment.crash() * initial);
      for (int node = 0; node < initial; node++) {
        if (random.nextInt(initial - node) < left) { // selection sampling, Knuth TAOCP 3.4.2 S
          actions.add(new Action.Crash(atNanos, node));
          left--;
        }
      }
    }

    private void search(long duration) {
      if (experiment.flashCrowd()) {
        searchAtOnce();
        return;
      }
      long[] times = new long[experiment.searches()];
      Arrays.setAll(times, i -> warmUp + (long) (random.nextDouble() * duration));
      Arrays.sort(times);
      for (int index = 0; index < times.length; index++) {
        int item = popularity.draw(random);
        actions.add(new Action.Search(times[index], origin(item, times[index]), item, index));
      }
    }

    private void searchAtOnce() {
      int provider = providers.get(0)[0];
      for (int node = 0; node < experiment.nodes(); node++) {
        if (node != provider) {
          actions.add(new Action.Search(warmUp, node, 0, node < provider ? node : node - 1));
        }
      }
    }

    /** A settled node without the item; in tiny networks, where there may be none, any settled. */
    private int origin(int item, long at) {
      for (int tries = 0; tries < TRIES_MAX; tries++) {
        int node = random.nextInt(experiment.searchers());
        boolean lacks =
            tries >= TRIES_MAX / 2 || IntStream.of(providers.get(item)).noneMatch(n -> n == node);
        if (lacks && lifetimes.isPresent(node, at - settleNanos, lastAnswer(at))) {
          return node;
        }
      }
      throw new FailureException(
          "churn is %s: none of the first %d nodes lives long enough to search"
              .formatted(experiment.churn(), experiment.searchers()));
    }

    /** Without churn, an origin stays alive through the run. */
    private long lastAnswer(long at) {
      return experiment.churn().isNone() ? Long.MAX_VALUE - 1 : at + ANSWERED_NANOS;
    }
  }
}
