package io.duet.unstructured.leaf;

import io.duet.bounded.BoundedMap;
import io.duet.node.Host;
import io.duet.node.PeerAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Backs off from super-peers that had no room for a leaf: they are not asked again for a while, so
 * that a full network is asked at a bounded rate. Beyond {@value #MAX} the oldest is forgotten.
 */
final class AdmissionBackoff {
  private static final int MAX = 64;

  private final Host host;
  private final BoundedMap<PeerAddress, Long> until = new BoundedMap<>(MAX);

  /** None yet. */
  AdmissionBackoff(Host host) {
    this.host = host;
  }

  /** Notes that a super-peer had no room, for so many nanoseconds from now on. */
  void add(PeerAddress peer, long nanos) {
    until.put(peer, host.nowNanos() + nanos);
  }

  boolean isEmpty() {
    until.removeIf(end -> end <= host.nowNanos());
    return until.isEmpty();
  }

  boolean contains(PeerAddress peer) {
    return !isEmpty() && until.get(peer) != null;
  }

  /** Those of some super-peers that may have room. */
  List<PeerAddress> without(List<PeerAddress> peers) {
    return peers.stream().filter(peer -> !contains(peer)).toList();
  }

  /** One of some super-peers that may have room, chosen at random; null when none may. */
  @Nullable PeerAddress anyBeside(List<PeerAddress> peers) {
    List<PeerAddress> left = without(peers);
    return left.isEmpty() ? null : left.get(host.random().nextInt(left.size()));
  }
}
