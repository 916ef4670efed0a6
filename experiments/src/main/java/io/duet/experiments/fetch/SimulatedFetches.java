package io.duet.experiments.fetch;

import io.duet.bounded.Mixing;
import io.duet.content.Manifest;
import io.duet.node.Peer;
import io.duet.overlay.Overlay;
import io.duet.simulation.BulkTransfers;
import io.duet.simulation.NetworkModel;
import io.duet.simulation.Simulation;
import io.duet.transfer.DownloadLimits;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.ObjIntConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Transfers in virtual time. Requests and announcements take the delays of the network and no
 * bandwidth; pieces take both.
 */
public final class SimulatedFetches extends Fetches {
  final Simulation simulation;
  final BulkTransfers transfers;
  final SplittableRandom random;
  final int pieces;
  private final NetworkModel network;
  private final boolean refusesWhenEnded;
  private final Map<Peer, Integer> indexes = new HashMap<>();
  private final List<Map<Integer, SimulatedDownload>> active;
  private final ServedPeers served;
  final long turnNanos; // the longest time for which a turn keeps others waiting
  private final Map<Long, Integer> suggestions = new HashMap<>(); // the last one, by node and item
  private long received;
  private long traceHash;

  /**
   * No transfers yet.
   *
   * @param nodes the number of nodes, which are the first hosts of the simulation
   * @param call calls a live node
   * @param refusesWhenEnded whether peers hear at once of a node that has ended
   */
  public SimulatedFetches(
      FetchPlan plan,
      Simulation simulation,
      NetworkModel network,
      int nodes,
      boolean refusesWhenEnded,
      ObjIntConsumer<Consumer<Overlay>> call) {
    super(plan, call);
    this.simulation = simulation;
    this.network = network;
    this.refusesWhenEnded = refusesWhenEnded;
    this.transfers = new BulkTransfers(simulation, plan.bandwidth());
    this.random = new SplittableRandom(Mixing.mix(plan.seed() ^ Mixing.GOLDEN));
    this.pieces = Manifest.piecesOf(plan.bytes());
    this.served = new ServedPeers(nodes, plan.bandwidth().up());
    this.turnNanos = DownloadLimits.turnNanos(plan.bandwidth().up());
    this.active = Stream.generate(SimulatedFetches::none).limit(nodes).toList();
    for (int node = 0; node < nodes; node++) {
      indexes.put(simulation.peers().get(node), node);
    }
  }

  private static Map<Integer, SimulatedDownload> none() {
    return new LinkedHashMap<>(2);
  }

  @Override
  public void fetch(int node, int item, List<Peer> named, Consumer<Long> onDone) {
    SimulatedDownload download = new SimulatedDownload(this, node, item, onDone);
    active.get(node).put(item, download);
    download.start(named);
  }

  /** A download has all pieces. */
  void finished(SimulatedDownload download) {
    completed(download.node, download.item);
    active.get(download.node).remove(download.item);
  }

  /** The index of a peer's node; -1 if it is none of the workload. */
  int indexOf(Peer peer) {
    return indexes.getOrDefault(peer, -1);
  }

  /** The peer of a node. */
  Peer peer(int node) {
    return simulation.peers().get(node);
  }

  /** The piece that a node would like to send next; -1 if it has no wish. */
  int suggested(int node, int item) {
    return isComplete(node, item)
        ? suggestions.merge((long) node << 32 | item, 1, (last, one) -> (last + one) % pieces)
        : -1;
  }

  /** The unfinished download of an item at a live node; null if there is none. */
  @Nullable SimulatedDownload downloadAt(int node, int item) {
    return active.get(node).get(item);
  }

  /** The pieces that a node can serve; null if it is dead, or offers none. */
  @Nullable BitSet held(int node, int item) {
    SimulatedDownload download = downloadAt(node, item);
    if (!simulation.isAlive(node)) {
      return null;
    } else if (isComplete(node, item)) {
      BitSet all = new BitSet();
      all.set(0, pieces);
      return all;
    }
    return download == null ? null : download.held();
  }

  ServedPeers served() {
    return served;
  }

  int pieceBytes(int piece) {
    return (int) Math.min(Manifest.PIECE_BYTES, plan.bytes() - (long) piece * Manifest.PIECE_BYTES);
  }

  /** Runs something after the delay of a message. */
  void afterDelay(int from, int to, Runnable what) {
    after(network.delayNanos(from, to, random), what);
  }

  void after(long nanos, Runnable what) {
    simulation.at(simulation.nowNanos() + nanos, what);
  }

  /** A piece has arrived at a node. */
  void arrived(int node, int item, int piece) {
    received += pieceBytes(piece);
    traceHash = (traceHash ^ simulation.nowNanos() ^ (long) node << 32 ^ item) * Mixing.GOLDEN;
    traceHash = (traceHash ^ traceHash >>> 32 ^ piece) * Mixing.GOLDEN;
  }

  @Override
  public void ended(int node) {
    List<SimulatedDownload> mine = List.copyOf(active.get(node).values());
    active.get(node).clear();
    mine.forEach(SimulatedDownload::stop);
    transfers.end(node);
    served.end(node, refusesWhenEnded);
  }

  @Override
  public long received() {
    return received;
  }

  @Override
  public long traceHash() {
    return traceHash;
  }
}
