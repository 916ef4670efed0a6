package io.duet.experiments.fetch;

import io.duet.node.Peer;
import io.duet.transfer.DownloadLimits;
import io.duet.transfer.PieceScheduler;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A download in virtual time: it finds providers, and fetches pieces from all of them. */
final class SimulatedDownload {
  final SimulatedFetches world;
  final int node;
  final int item;
  private final Consumer<Long> onDone;
  private final PieceScheduler scheduler;
  private final BitSet held = new BitSet();
  private final Map<Integer, SimulatedLink> links = new LinkedHashMap<>(); // by provider
  private boolean searching;
  private boolean ended;
  private long searchAt;
  private long progressAt; // when a piece last arrived

  SimulatedDownload(SimulatedFetches world, int node, int item, Consumer<Long> onDone) {
    this.world = world;
    this.node = node;
    this.item = item;
    this.onDone = onDone;
    this.scheduler = new PieceScheduler(world.pieces, held, world.random);
    this.searchAt = world.simulation.nowNanos();
  }

  /** Begins with the providers that a search has named. */
  void start(List<Peer> named) {
    connect(named);
    searchAt += named.isEmpty() ? 0 : DownloadLimits.SEARCH_NANOS;
    tick();
  }

  private void tick() {
    long now = world.simulation.nowNanos();
    if (ended) {
      return;
    }
    if (!searching && now >= searchAt && hasRoom()) {
      searching = true;
      searchAt = now + DownloadLimits.SEARCH_NANOS;
      world.search(node, item, this::onFound);
    }
    replaceSlowest();
    openSome();
    links.values().forEach(SimulatedLink::request); // pieces that another did not deliver
    world.after(DownloadLimits.TICK_NANOS, this::tick);
  }

  private boolean hasRoom() {
    return busy() < most() && links.size() < DownloadLimits.KNOWN_MAX;
  }

  private int most() {
    return DownloadLimits.providers(scheduler.missing());
  }

  private int busy() {
    return (int) links.values().stream().filter(link -> !link.isIdle()).count();
  }

  /** Opens as many links as may be open, first those that have waited for longest. */
  private void openSome() {
    due().limit(Math.max(0, most() - busy())).toList().forEach(SimulatedLink::open);
  }

  private Stream<SimulatedLink> due() {
    return links.values().stream()
        .filter(SimulatedLink::isDue)
        .sorted(Comparator.comparingLong(SimulatedLink::retryAt));
  }

  /** Leaves the provider that lets this node wait for longest, if another one is known. */
  private void replaceSlowest() {
    if (due().findAny().isPresent() && busy() >= most()) {
      links.values().stream()
          .filter(link -> link.waitedNanos() > DownloadLimits.WAIT_NANOS_MAX)
          .max(Comparator.comparingLong(SimulatedLink::waitedNanos))
          .ifPresent(SimulatedLink::leave);
    }
  }

  private void onFound(List<Peer> found) {
    searching = false;
    connect(found);
  }

  /** Adds peers that may have pieces. */
  void connect(List<Peer> found) {
    for (Peer peer : found) {
      int provider = world.indexOf(peer);
      if (provider >= 0 && provider != node && links.size() < DownloadLimits.KNOWN_MAX) {
        links.computeIfAbsent(provider, added -> new SimulatedLink(this, provider, peer));
      }
    }
    if (!ended) {
      openSome();
    }
  }

  boolean isEnded() {
    return ended;
  }

  PieceScheduler scheduler() {
    return scheduler;
  }

  /** Whether nothing has arrived for so long that pieces are requested a second time. */
  boolean isStalled() {
    return world.simulation.nowNanos() - progressAt >= DownloadLimits.AGAIN_NANOS;
  }

  /** A copy of the set of pieces that are here. */
  BitSet held() {
    return (BitSet) held.clone();
  }

  /** A piece has arrived; the first one is announced in the overlay. */
  void onPiece(Peer from, int piece) {
    scheduler.completed(from, piece);
    if (held.get(piece)) {
      return;
    }
    held.set(piece);
    progressAt = world.simulation.nowNanos();
    world.arrived(node, item, piece);
    world.served().announce(node, item, piece);
    if (held.cardinality() == 1) {
      world.publish(node, item);
    }
    if (scheduler.isDone()) {
      stop();
      world.finished(this);
      onDone.accept(world.simulation.nowNanos());
    }
  }

  /** Ends all links. */
  void stop() {
    ended = true;
    new ArrayList<>(links.values()).forEach(SimulatedLink::close);
    links.clear();
  }
}
