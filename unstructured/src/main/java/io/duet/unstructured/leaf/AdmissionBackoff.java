package io.duet.unstructured.leaf;

import io.duet.bounded.BoundedMap;
import io.duet.node.Host;
import io.duet.node.Peer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Backs off from super-peers that had no room for a leaf: they are not asked again for a while, so
 * that a full network is asked at a bounded rate. Beyond {@value #MAX} the oldest is forgotten.
 */
final class AdmissionBackoff {
  private static final int MAX = 64;

  private final Host host;
  private final BoundedMap<Peer, Long> until = new BoundedMap<>(MAX);

  /** None yet. */
  AdmissionBackoff(Host host) {
    this.host = host;
  }

  /** Notes that a super-peer had no room, for so many nanoseconds from now on. */
  void add(Peer peer, long nanos) {
    until.put(peer, host.nowNanos() + nanos);
  }

  boolean isEmpty() {
    until.removeIf(end -> end <= host.nowNanos());
    return until.isEmpty();
  }

  boolean contains(Peer peer) {
    return !isEmpty() && until.get(peer) != null;
  }

  /** Those of some super-peers that may have room. */
  List<Peer> without(List<Peer> peers) {
    return peers.stream().filter(peer -> !contains(peer)).toList();
  }

  /** One of some super-peers that may have room, chosen at random; null when none may. */
  @Nullable Peer anyBeside(List<Peer> peers) {
    List<Peer> left = without(peers);
    return left.isEmpty() ? null : left.get(host.random().nextInt(left.size()));
  }
}
