package io.duet.experiments.race;

import io.duet.experiments.experiment.Experiment;
import io.duet.experiments.result.FetchResult;
import io.duet.experiments.result.OverlayResult;
import io.duet.experiments.result.SearchRecord;
import io.duet.experiments.result.TrafficSnapshot;
import io.duet.experiments.workload.Action;
import io.duet.experiments.workload.Workload;
import io.duet.experiments.world.World;
import io.duet.node.Key;
import io.duet.overlay.SearchResult;
import io.duet.overlay.spi.OverlayPlugin;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Runs a workload on one overlay in its world and records how each search ended. Traffic is counted
 * from the first search until the last answer.
 */
final class OverlayRun {
  private static final long POLL_NANOS = 50_000_000;
  private static final long ANSWERS_LATE_NANOS_MAX = 120_000_000_000L;

  private final Experiment experiment;
  private final Workload workload;
  private final RaceListener listener;
  private final OverlayPlugin overlay;
  private final World world;
  private final QueryReachCounter queries;
  private final @Nullable FetchRun fetches;
  private final SearchJudge judge;
  private final AtomicReferenceArray<SearchRecord> records;
  private final AtomicInteger answers = new AtomicInteger();
  private final long startedNanos = System.nanoTime();
  private @Nullable TrafficSnapshot before;
  private volatile int aliveNodes;
  private double nodeSeconds;
  private long countedUntil = -1;

  OverlayRun(Race race, OverlayPlugin overlay, World world, QueryReachCounter queries) {
    this.experiment = race.experiment;
    this.workload = race.workload;
    this.listener = race.listener;
    this.overlay = overlay;
    this.world = world;
    this.queries = queries;
    this.fetches = experiment.fetchBytes() == 0 ? null : new FetchRun(experiment, workload, world);
    this.judge =
        new SearchJudge(workload, world.peers(), fetches == null ? null : fetches.fetches());
    this.records = new AtomicReferenceArray<>(experiment.searches());
  }

  OverlayResult play() {
    int steps = workload.actions().size() + experiment.searches();
    listener.overlayStarted(overlay, steps, world.traffic(), () -> aliveNodes);
    begin();
    for (Action action : workload.actions()) {
      if (countedUntil < 0 && action.atNanos() >= workload.firstSearchNanos()) {
        startCounting();
      }
      world.advanceTo(action.atNanos());
      play(action);
      listener.actionDone();
    }
    awaitAnswers();
    OverlayResult result = result();
    world.check(overlay.name()); // last, because it may advance time
    listener.overlayFinished(result);
    return result;
  }

  private void begin() {
    if (experiment.start().equals(Experiment.ASSEMBLED)) {
      aliveNodes = experiment.nodes() - experiment.spare();
      world.assemble(aliveNodes);
    } else {
      world.startExtraNodes();
    }
  }

  private void startCounting() {
    world.advanceTo(workload.firstSearchNanos());
    before = world.snapshot();
    countedUntil = world.nowNanos();
  }

  private void play(Action action) {
    if (action instanceof Action.Search search) {
      search(search);
    } else if (action instanceof Action.Publish publish) {
      world.call(publish.node(), node -> node.publish(workload.keys().get(publish.item())));
    } else if (action instanceof Action.Join join) {
      countAlive(1);
      world.start(join.node());
    } else if (action instanceof Action.Crash crash) {
      countAlive(-1);
      world.crash(crash.node());
    } else if (action instanceof Action.Leave leave) {
      countAlive(-1);
      world.leave(leave.node());
    }
  }

  private void countAlive(int change) {
    long now = world.nowNanos();
    if (countedUntil >= 0) {
      nodeSeconds += aliveNodes * (now - countedUntil) / 1e9;
      countedUntil = now;
    }
    aliveNodes += change;
  }

  private void search(Action.Search search) {
    long startNanos = world.nowNanos();
    world.call(
        search.node(),
        node ->
            node.search(
                workload.keys().get(search.item()),
                answer -> answered(search, startNanos, answer)));
  }

  private void answered(Action.Search search, long startNanos, SearchResult answer) {
    SearchRecord written =
        new SearchRecord(
            search.index(),
            search.atNanos() - workload.firstSearchNanos(),
            search.node(),
            search.item(),
            judge.judge(search, answer),
            answer.hops(),
            answer.pathLength(),
            answer.timeouts(),
            world.nowNanos() - startNanos,
            answer.lookupNanos());
    if (!records.compareAndSet(search.index(), null, written)) {
      throw new IllegalStateException("search " + search.index() + " was answered twice");
    }
    if (fetches != null) {
      fetches.answered(written, answer);
    }
    answers.incrementAndGet();
    listener.searchJudged(overlay.name(), written);
  }

  private void awaitAnswers() {
    long latest = world.nowNanos() + ANSWERS_LATE_NANOS_MAX;
    while (answers.get() < experiment.searches() && world.nowNanos() < latest) {
      world.advanceTo(world.nowNanos() + POLL_NANOS);
    }
    if (fetches != null) {
      fetches.await();
    }
    int missing = experiment.searches() - answers.get();
    failIf(missing > 0, "left " + missing + " searches unanswered");
    failIf(world.failures() > 0, "threw " + world.failures() + " exceptions");
    failIf(judge.inventions() > 0, "named providers that never offered the content");
    countAlive(0);
  }

  private void failIf(boolean wrong, String what) {
    if (wrong) {
      throw new IllegalStateException(overlay.name() + " " + what);
    }
  }

  /** The number of nodes that have cached each item. */
  private int[] copies() {
    Map<Key, Integer> copies = new HashMap<>();
    world.remembered().forEach(node -> node.forEach(key -> copies.merge(key, 1, Integer::sum)));
    return workload.keys().stream().mapToInt(key -> copies.getOrDefault(key, 0)).toArray();
  }

  private long traceHash() {
    long transfers = fetches == null ? 0 : fetches.fetches().traceHash();
    return world.traceHash() ^ transfers;
  }

  private OverlayResult result() {
    TrafficSnapshot traffic = world.snapshot().since(Objects.requireNonNull(before));
    SearchRecord[] all = new SearchRecord[records.length()];
    Arrays.setAll(all, records::get);
    return new OverlayResult(
        overlay.name(),
        overlay.title(),
        experiment.nodes(),
        List.of(all),
        traffic,
        nodeSeconds,
        world.roles(),
        world.recordsKept(),
        copies(),
        queries.reach(),
        fetches == null ? FetchResult.NONE : fetches.result(),
        traceHash(),
        (System.nanoTime() - startedNanos) / 1e9);
  }
}
