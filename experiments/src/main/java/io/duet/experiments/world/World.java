package io.duet.experiments.world;

import io.duet.experiments.experiment.Experiment;
import io.duet.experiments.fetch.FetchPlan;
import io.duet.experiments.fetch.Fetches;
import io.duet.experiments.result.TrafficSnapshot;
import io.duet.node.Key;
import io.duet.node.Peer;
import io.duet.node.Traffic;
import io.duet.node.TrafficClass;
import io.duet.overlay.ContentCache;
import io.duet.overlay.Overlay;
import io.duet.overlay.spi.OverlayNetwork;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToLongBiFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The environment of one overlay's nodes: virtual time, or real sockets. A node of the workload has
 * a host of its own, and one for each of its virtual nodes.
 */
public abstract class World implements AutoCloseable {
  final OverlayNetwork network;
  final HostLayout layout;
  final List<Overlay> nodes = new ArrayList<>(); // by host
  private final BitSet begun = new BitSet(); // the hosts that have been started before

  private @Nullable Fetches fetches;

  World(Experiment experiment, OverlayNetwork network) {
    this.network = network;
    this.layout = new HostLayout(experiment.nodes(), network.companions(), network.extraNodes());
  }

  abstract void startHost(int host);

  /** Replaces the node of a host that has ended, or that joins late. */
  abstract void recreate(int host);

  abstract void crashHost(int host);

  abstract void leaveHost(int host);

  abstract void assembleHosts(List<Integer> hosts);

  /** What a live node answers; {@code otherwise} for a dead one. */
  abstract <T> T ofLive(int host, Function<Overlay, T> read, T otherwise);

  abstract long[] searchesReceived();

  abstract long[] messagesHandled();

  abstract long[] bytesHandled();

  /** The transfers of a plan, none of which has begun. */
  abstract Fetches open(FetchPlan plan);

  /** Lets nodes transfer contents from now on; returns the transfers. */
  public final Fetches openFetches(FetchPlan plan) {
    Fetches opened = open(plan);
    fetches = opened;
    return opened;
  }

  /** The addresses of all nodes by index, the overlay's extra nodes last. */
  public abstract List<Peer> peers();

  /** Starts a node; one that has ended, or that joins late, is created again. */
  public final void start(int node) {
    boolean again = begun.get(node);
    layout.hostsOf(node).forEach(this::startAgain);
    if (again && fetches != null) {
      fetches.restarted(node);
    }
  }

  private void startAgain(int host) {
    if (begun.get(host)) {
      recreate(host);
    }
    begun.set(host);
    startHost(host);
  }

  /** Starts the nodes that the overlay needs beyond those of the workload. */
  public final void startExtraNodes() {
    layout.first(0).forEach(this::startAgain);
  }

  /** Assembles the network of the first {@code initial} nodes and the extra ones. */
  public final void assemble(int initial) {
    begun.set(0, layout.hosts());
    assembleHosts(layout.first(initial));
  }

  /** Ends a node without a message. */
  public final void crash(int node) {
    layout.hostsOf(node).forEach(this::crashHost);
    endFetches(node);
  }

  /** Ends a node gracefully. */
  public final void leave(int node) {
    layout.hostsOf(node).forEach(this::leaveHost);
    endFetches(node);
  }

  private void endFetches(int node) {
    if (fetches != null) {
      fetches.ended(node);
    }
  }

  /** Calls a live node on its own thread; ignored if it is dead. */
  public abstract void call(int node, Consumer<Overlay> action);

  /** Nanoseconds since the start of this world. */
  public abstract long nowNanos();

  /** Advances to this time, and runs everything that is due until then. */
  public abstract void advanceTo(long nanos);

  /** The counters of all traffic; their sum counts each message once. */
  public abstract List<Traffic> traffic();

  /** The traffic up to now; that of each node is counted from the first call on. */
  public final TrafficSnapshot snapshot() {
    return new TrafficSnapshot(
        nowNanos(),
        sums(Traffic::messagesSent),
        sums(Traffic::bytesSent),
        traffic().stream().mapToLong(Traffic::addressesSent).sum(),
        layout.byNode(searchesReceived()),
        layout.byNode(messagesHandled()),
        layout.byNode(bytesHandled()));
  }

  private Map<TrafficClass, Long> sums(ToLongBiFunction<Traffic, TrafficClass> count) {
    Map<TrafficClass, Long> sums = new EnumMap<>(TrafficClass.class);
    for (TrafficClass type : TrafficClass.all()) {
      sums.put(type, traffic().stream().mapToLong(t -> count.applyAsLong(t, type)).sum());
    }
    return sums;
  }

  /** The role of each node of the workload now, by index; empty for a dead one. */
  public final List<String> roles() {
    return IntStream.range(0, layout.nodes())
        .mapToObj(node -> ofLive(node, Overlay::roleName, ""))
        .toList();
  }

  /** The provider records that each live node keeps now, by index, extra nodes last. */
  public final long[] recordsKept() {
    long[] kept = new long[layout.hosts()];
    Arrays.setAll(kept, host -> ofLive(host, Overlay::recordsKept, 0));
    return layout.byNode(kept);
  }

  /** The contents whose providers each live node has cached now, by index. */
  public final List<List<Key>> remembered() {
    return IntStream.range(0, layout.hosts())
        .mapToObj(host -> ofLive(host, ContentCache::of, List.<Key>of()))
        .toList();
  }

  /** A hash over every delivery in order; 0 if the order is undefined. */
  public long traceHash() {
    return 0;
  }

  /** The number of exceptions of nodes that did not end the run; any is a defect. */
  public long failures() {
    return 0;
  }

  /**
   * Checks the invariants once more, if this world can.
   *
   * @throws IllegalStateException if an invariant was violated at any time
   */
  public void check(String overlay) {}

  @Override
  public void close() {
    if (fetches != null) {
      fetches.close();
    }
  }
}
