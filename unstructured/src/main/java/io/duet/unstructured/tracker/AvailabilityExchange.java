package io.duet.unstructured.tracker;

import io.duet.bounded.BoundedMap;
import io.duet.node.Host;
import io.duet.node.Key;
import io.duet.node.Peer;
import io.duet.node.TrafficClass;
import io.duet.rpc.PeerRequests;
import io.duet.rpc.ReplyHandler;
import io.duet.rpc.RetryPolicy;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The availability exchange of a peer about one held content per period. The peer asks all trackers
 * for the replicas of each piece, and one of them for holders, which it then asks themselves. So it
 * knows the rare pieces, and can name other holders.
 *
 * <p>Messages out: CountReplicas, Find, Want; in: their replies, and Want. Invariant: at most
 * {@link #ASKED_MAX} peers are asked per round.
 */
final class AvailabilityExchange {
  private static final int ASKED_MAX = 8;
  private static final int COUNTED_MAX = 256;

  private final Host host;
  private final TrackerConfig config;
  private final PeerRequests requests;
  private final LocalPieces localPieces;
  private final KnownHolders knownHolders;
  private final BoundedMap<Key, List<Integer>> replicas = new BoundedMap<>(COUNTED_MAX);
  private int next;

  AvailabilityExchange(
      Host host,
      TrackerConfig config,
      PeerRequests requests,
      LocalPieces localPieces,
      KnownHolders knownHolders) {
    this.host = host;
    this.config = config;
    this.requests = requests;
    this.localPieces = localPieces;
    this.knownHolders = knownHolders;
  }

  /** The replicas of each piece, as trackers last counted them; empty before that. */
  List<Integer> replicas(Key key) {
    List<Integer> counts = replicas.get(key);
    return counts == null ? List.of() : counts;
  }

  /** Asks these trackers about the next content: all of them for counts, one for holders. */
  void round(List<Peer> trackers) {
    if (localPieces.size() == 0 || trackers.isEmpty()) {
      return;
    }
    Key key = localPieces.keys().get(next++ % localPieces.size());
    count(key, trackers);
    requests.send(
        trackers.get(host.random().nextInt(trackers.size())),
        id -> new TrackerMessage.Find(id, key, TrafficClass.MAINTENANCE),
        RetryPolicy.once(config.timeoutNanos()),
        ReplyHandler.of(found -> verify(key, found.peers(), new LinkedHashSet<>()), () -> {}));
    next %= localPieces.size();
  }

  private void count(Key key, List<Peer> trackers) {
    Tally tally = new Tally(key, localPieces.of(key).count(), trackers.size());
    for (Peer tracker : trackers) {
      requests.send(
          tracker,
          id -> new TrackerMessage.CountReplicas(id, key, tally.sums.length),
          RetryPolicy.once(config.timeoutNanos()),
          ReplyHandler.of(counts -> tally.add(counts.replicas()), () -> tally.add(List.of())));
    }
  }

  /** Adds up the counts of several trackers; each peer is attached to only one of them. */
  private final class Tally {
    private final Key key;
    private final int[] sums;
    private int open;

    Tally(Key key, int pieces, int trackers) {
      this.key = key;
      this.sums = new int[pieces];
      this.open = trackers;
    }

    void add(List<Integer> counts) {
      for (int i = 0; i < Math.min(sums.length, counts.size()); i++) {
        sums[i] += Math.min(counts.get(i), SwarmIndex.PEERS_PER_CONTENT_MAX);
      }
      if (--open == 0) {
        replicas.put(key, Arrays.stream(sums).boxed().toList());
      }
    }
  }

  /** Asks the named peers, and those that they name, at most {@link #ASKED_MAX} in all. */
  private void verify(Key key, List<Peer> named, Set<Peer> asked) {
    for (Peer peer : named) {
      if (!peer.equals(host.self()) && asked.size() < ASKED_MAX && asked.add(peer)) {
        requests.send(
            peer,
            id -> new TrackerMessage.Want(id, key, TrafficClass.MAINTENANCE),
            RetryPolicy.once(config.timeoutNanos()),
            ReplyHandler.of(
                have -> onHave(key, peer, have, asked), () -> knownHolders.remove(key, peer)));
      }
    }
  }

  private void onHave(Key key, Peer peer, TrackerMessage.Have have, Set<Peer> asked) {
    PieceBitfield pieces = PieceBitfield.ofWords(have.pieces(), have.words());
    if (pieces == null || pieces.isNone()) {
      knownHolders.remove(key, peer);
    } else {
      knownHolders.add(key, peer);
      verify(key, have.others(), asked);
    }
  }

  /** Sends another peer the pieces that this one holds, and other known holders. */
  void onWant(Peer from, TrackerMessage.Want want) {
    PieceBitfield pieces = localPieces.of(want.key());
    List<Peer> others = pieces.isNone() ? List.of() : knownHolders.of(want.key());
    host.send(
        from,
        new TrackerMessage.Have(
            want.requestId(), pieces.count(), pieces.words(), others, want.trafficClass()));
  }
}
