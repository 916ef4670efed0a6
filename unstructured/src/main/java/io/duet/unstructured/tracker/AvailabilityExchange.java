package io.duet.unstructured.tracker;

import io.duet.bounded.BoundedMap;
import io.duet.node.Key;
import io.duet.node.Peer;
import io.duet.node.TrafficClass;
import io.duet.overlay.spi.PeerNode;
import io.duet.rpc.ReplyHandler;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The availability exchange of a peer about one held content per period. The peer asks all trackers
 * for the replicas of each piece, and one of them for holders, which it then asks themselves. So it
 * knows the rare pieces, and can name other holders.
 *
 * <p>Messages out: CountReplicas, Find, Want; in: their replies, and Want. Invariants: at most
 * {@link #ASKED_MAX} peers are asked per round; a known holder has confirmed it itself; for each of
 * the last {@link #CONTENTS_MAX} contents, the latest {@link #HOLDERS_MAX} are known.
 */
final class AvailabilityExchange {
  private static final int ASKED_MAX = 8;
  private static final int HOLDERS_MAX = 8;
  private static final int CONTENTS_MAX = 256;

  private final PeerNode<TrackerConfig> node;
  private final LocalPieces localPieces;
  private final BoundedMap<Key, List<Integer>> replicas = new BoundedMap<>(CONTENTS_MAX);
  private final BoundedMap<Key, List<Peer>> holders = new BoundedMap<>(CONTENTS_MAX);
  private int next;

  AvailabilityExchange(PeerNode<TrackerConfig> node, LocalPieces localPieces) {
    this.node = node;
    this.localPieces = localPieces;
  }

  /** The replicas of each piece, as trackers last counted them; empty before that. */
  List<Integer> replicas(Key key) {
    List<Integer> counts = replicas.get(key);
    return counts == null ? List.of() : counts;
  }

  /** The known holders of a content, the latest first. */
  List<Peer> holders(Key key) {
    List<Peer> known = holders.get(key);
    return known == null ? List.of() : List.copyOf(known);
  }

  /** Asks these trackers about the next content: all of them for counts, one for holders. */
  void round(List<Peer> trackers) {
    List<Key> keys = localPieces.keys();
    if (keys.isEmpty() || trackers.isEmpty()) {
      return;
    }
    Key key = keys.get(next++ % keys.size());
    count(key, trackers);
    node.ask(
        trackers.get(node.host().random().nextInt(trackers.size())),
        id -> new TrackerMessage.Find(id, key, TrafficClass.MAINTENANCE),
        ReplyHandler.of(found -> verify(key, found.peers(), new LinkedHashSet<>()), () -> {}));
    next %= keys.size();
  }

  private void count(Key key, List<Peer> trackers) {
    Tally tally = new Tally(key, localPieces.of(key).count(), trackers.size());
    for (Peer tracker : trackers) {
      node.ask(
          tracker,
          id -> new TrackerMessage.CountReplicas(id, key, tally.sums.length),
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
      if (!peer.equals(node.self()) && asked.size() < ASKED_MAX && asked.add(peer)) {
        node.ask(
            peer,
            id -> new TrackerMessage.Want(id, key, TrafficClass.MAINTENANCE),
            ReplyHandler.of(
                have -> {
                  if (!onHave(key, peer, have).isNone()) {
                    verify(key, have.others(), asked);
                  }
                },
                () -> onSilence(key, peer)));
      }
    }
  }

  /** Notes and returns the pieces that a peer holds according to itself. */
  PieceBitfield onHave(Key key, Peer peer, TrackerMessage.Have have) {
    PieceBitfield pieces = PieceBitfield.ofWords(have.pieces(), have.words());
    node.refuse(peer, pieces == null ? "bad bitfield" : "");
    if (pieces == null || pieces.isNone()) {
      onSilence(key, peer);
      return PieceBitfield.NONE;
    }
    Stream<Peer> known = Stream.concat(Stream.of(peer), holders(key).stream());
    holders.put(key, new ArrayList<>(known.distinct().limit(HOLDERS_MAX).toList()));
    return pieces;
  }

  /** Removes a holder that does not answer, or no longer holds the content. */
  void onSilence(Key key, Peer peer) {
    List<Peer> known = holders.get(key);
    if (known != null && known.remove(peer) && known.isEmpty()) {
      holders.remove(key);
    }
  }

  /** Sends another peer the pieces that this one holds, and other known holders. */
  void onWant(Peer from, TrackerMessage.Want want) {
    PieceBitfield pieces = localPieces.of(want.key());
    List<Peer> others = pieces.isNone() ? List.of() : holders(want.key());
    node.send(
        from,
        new TrackerMessage.Have(
            want.requestId(), pieces.count(), pieces.words(), others, want.trafficClass()));
  }
}
