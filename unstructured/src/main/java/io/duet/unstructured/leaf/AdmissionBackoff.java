package io.duet.unstructured.leaf;

import io.duet.bounded.BoundedMap;
import io.duet.node.Host;
import io.duet.node.Peer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Backs off from super-peers that refused a leaf: it avoids them for a time, so that a full network
 * receives requests at a bounded rate. At most {@value #MAX} are remembered; the oldest is evicted.
 */
final class AdmissionBackoff {
  private static final int MAX = 64;

  private final Host host;
  private final BoundedMap<Peer, Long> until = new BoundedMap<>(MAX);

  AdmissionBackoff(Host host) {
    this.host = host;
  }

  /** Avoids a super-peer for {@code nanos} from now on. */
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

  /** The peers of this list that are not avoided. */
  List<Peer> without(List<Peer> peers) {
    return peers.stream().filter(peer -> !contains(peer)).toList();
  }

  /** A random peer of this list that is not avoided; null if there is none. */
  @Nullable Peer anyOf(List<Peer> peers) {
    List<Peer> left = without(peers);
    return left.isEmpty() ? null : left.get(host.random().nextInt(left.size()));
  }
}
