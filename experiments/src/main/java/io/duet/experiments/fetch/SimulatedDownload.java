package io.duet.experiments.fetch;

import io.duet.node.Peer;
import io.duet.transfer.DownloadLimits;
import io.duet.transfer.PieceScheduler;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

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
    if (!searching && now >= searchAt && makesRoom()) {
      searching = true;
      searchAt = now + DownloadLimits.SEARCH_NANOS;
      world.search(node, item, this::onFound);
    }
    for (SimulatedLink link : links.values()) {
      link.retry();
      link.request(); // pieces that another provider did not deliver
    }
    world.after(DownloadLimits.TICK_NANOS, this::tick);
  }

  /** Forgets providers that cannot be reached, if there are too many. */
  private boolean makesRoom() {
    if (!hasRoom()) {
      links.values().removeIf(SimulatedLink::isIdle);
    }
    return hasRoom();
  }

  private boolean hasRoom() {
    return links.size() < DownloadLimits.PROVIDERS_MAX;
  }

  private void onFound(List<Peer> found) {
    searching = false;
    connect(found);
  }

  /** Opens links to peers, while there is room for them. */
  void connect(List<Peer> found) {
    for (Peer peer : found) {
      int provider = world.indexOf(peer);
      boolean isOther = provider >= 0 && provider != node;
      if (!ended && isOther && hasRoom() && !links.containsKey(provider)) {
        SimulatedLink link = new SimulatedLink(this, provider, peer);
        links.put(provider, link);
        link.retry();
      }
    }
  }

  int openLinks() {
    return (int) links.values().stream().filter(l -> l.hasStream()).count();
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
