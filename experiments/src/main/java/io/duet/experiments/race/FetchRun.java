package io.duet.experiments.race;

import io.duet.experiments.experiment.Experiment;
import io.duet.experiments.fetch.FetchPlan;
import io.duet.experiments.fetch.Fetches;
import io.duet.experiments.result.FetchRecord;
import io.duet.experiments.result.FetchResult;
import io.duet.experiments.result.SearchOutcome;
import io.duet.experiments.result.SearchRecord;
import io.duet.experiments.workload.Action;
import io.duet.experiments.workload.Workload;
import io.duet.experiments.world.World;
import io.duet.node.Peer;
import io.duet.overlay.ProviderRecord;
import io.duet.overlay.SearchResult;
import io.duet.simulation.Bandwidth;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Follows each search that found a live provider with a transfer, unless its node has the content
 * or fetches it already. In a flash crowd every search is followed, so that its node goes on
 * searching.
 */
final class FetchRun {
  private static final long POLL_NANOS = 50_000_000;
  private static final long STANDSTILL_NANOS_MAX = 90_000_000_000L;

  private final World world;
  private final boolean crowd;
  private final int nodes;
  private final FetchPlan plan;
  private final Fetches fetches;
  private final Queue<FetchRecord> done = new ConcurrentLinkedQueue<>();
  private final Queue<FetchRecord> started = new ConcurrentLinkedQueue<>();
  private final AtomicInteger finished = new AtomicInteger();

  FetchRun(Experiment experiment, Workload workload, World world) {
    this.world = world;
    this.crowd = experiment.flashCrowd();
    this.nodes = experiment.nodes();
    this.plan =
        new FetchPlan(
            experiment.fetchBytes(),
            Bandwidth.parse(experiment.bandwidth()),
            workload.keys(),
            workload.providers(),
            searched(workload),
            experiment.seed());
    this.fetches = world.openFetches(plan);
  }

  private static List<Integer> searched(Workload workload) {
    return workload.actions().stream()
        .filter(Action.Search.class::isInstance)
        .map(action -> ((Action.Search) action).item())
        .toList();
  }

  Fetches fetches() {
    return fetches;
  }

  /** A search has been answered now. */
  void answered(SearchRecord search, SearchResult answer) {
    boolean follows = crowd || search.outcome() == SearchOutcome.FOUND;
    if (!follows || !fetches.begin(search.origin(), search.item())) {
      return;
    }
    long from = world.nowNanos();
    List<Peer> named = answer.providers().stream().map(ProviderRecord::provider).toList();
    started.add(record(search, -1));
    fetches.fetch(
        search.origin(),
        search.item(),
        named,
        at -> {
          done.add(record(search, Math.max(0, at - from)));
          finished.incrementAndGet();
        });
  }

  private static FetchRecord record(SearchRecord search, long transferNanos) {
    return new FetchRecord(
        search.index(),
        search.origin(),
        search.item(),
        search.atNanos(),
        search.latencyNanos(),
        transferNanos);
  }

  /** Advances until all transfers have ended, or none has received a piece for 90 s. */
  void await() {
    long seen = -1;
    long since = world.nowNanos();
    while (finished.get() < started.size() && world.nowNanos() - since < STANDSTILL_NANOS_MAX) {
      long received = fetches.received();
      since = received == seen ? since : world.nowNanos();
      seen = received;
      world.advanceTo(world.nowNanos() + POLL_NANOS);
    }
  }

  FetchResult result() {
    return new FetchResult(
        plan.bytes(), crowd, crowd ? plan.crowdBoundSeconds(nodes - 1) : Double.NaN, records());
  }

  /** All transfers by search, those that have not ended with a negative time. */
  private List<FetchRecord> records() {
    Set<Integer> ended = done.stream().map(FetchRecord::search).collect(Collectors.toSet());
    return Stream.concat(
            done.stream(), started.stream().filter(one -> !ended.contains(one.search())))
        .sorted(Comparator.comparingInt(FetchRecord::search))
        .toList();
  }
}
