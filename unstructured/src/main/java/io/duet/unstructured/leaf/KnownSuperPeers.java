package io.duet.unstructured.leaf;

import io.duet.bounded.BoundedMap;
import io.duet.node.Host;
import io.duet.node.Peer;
import io.duet.unstructured.message.WireLimits;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The host cache of a leaf: at most {@value #KNOWN_MAX} super-peers, of which it asks one when its
 * own is dead. A peer that does not answer is skipped until no other one is left. Then all are
 * tried again, since the network may have been partitioned. A super-peer that refused the leaf is
 * avoided for a time, so that a full network receives requests at a bounded rate.
 */
public final class KnownSuperPeers {
  private static final int KNOWN_MAX = 16;
  private static final int AVOIDED_MAX = 64;

  private final Host host;
  private final List<Peer> peers;
  private final BoundedMap<Peer, Long> avoidedUntil = new BoundedMap<>(AVOIDED_MAX);
  private int silent; // the number of skipped peers at the end of the list, never all

  KnownSuperPeers(Host host, List<Peer> peers) {
    this.host = host;
    this.peers = new ArrayList<>(peers);
  }

  private int willing() {
    return peers.size() - silent;
  }

  int size() {
    return peers.size();
  }

  /** All of them: first those that are not skipped, in the order in which they were learned. */
  public List<Peer> all() {
    return List.copyOf(peers);
  }

  /** The peers that are not skipped. */
  List<Peer> answering() {
    return List.copyOf(peers.subList(0, willing()));
  }

  /** Adds a peer; if there is no room, evicts a skipped one, or else the one learned first. */
  void learn(Peer peer) {
    int place = peers.indexOf(peer);
    if (peer.equals(host.self()) || (place >= 0 && place < willing())) {
      return;
    }
    if (place >= 0) {
      peers.remove(place);
      silent--;
    } else if (peers.size() >= KNOWN_MAX) {
      peers.remove(silent > 0 ? willing() : 0);
      silent = Math.max(0, silent - 1);
    }
    peers.add(willing(), peer);
  }

  /** Skips a peer that did not answer or has left. */
  void skip(Peer peer) {
    int place = peers.indexOf(peer);
    if (place >= 0 && place < willing()) {
      peers.add(peers.remove(place));
      silent = willing() > 1 ? silent + 1 : 0;
    }
  }

  /** Avoids a super-peer for {@code nanos} from now on. */
  void avoid(Peer peer, long nanos) {
    avoidedUntil.put(peer, host.nowNanos() + nanos);
  }

  boolean avoidsNone() {
    avoidedUntil.removeIf(end -> end <= host.nowNanos());
    return avoidedUntil.isEmpty();
  }

  boolean isAvoided(Peer peer) {
    return !avoidsNone() && avoidedUntil.get(peer) != null;
  }

  List<Peer> notAvoided(List<Peer> some) {
    return some.stream().filter(peer -> !isAvoided(peer)).toList();
  }

  /** A random peer of this list that is not avoided; null if there is none. */
  @Nullable Peer anyOf(List<Peer> some) {
    List<Peer> left = notAvoided(some);
    return left.isEmpty() ? null : left.get(host.random().nextInt(left.size()));
  }

  /** A random peer that is not avoided, if possible one that is not skipped; null if none. */
  @Nullable Peer entry() {
    Peer answering = anyOf(answering());
    return answering == null ? anyOf(peers) : answering;
  }

  /** The first peers that are not skipped, as many as one message may name. */
  public List<Peer> some() {
    return List.copyOf(peers.subList(0, Math.min(willing(), WireLimits.OTHERS_MAX)));
  }
}
