package io.duet.unstructured.neighbor;

import io.duet.node.Host;
import io.duet.node.Peer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A cache of peers that may become neighbors: the contacts of the node, and the last {@value
 * #CANDIDATES_MAX} other peers that were named to it, which are tried first.
 */
final class HostCache {
  private static final int CANDIDATES_MAX = 32;

  private final Host host;
  private final List<Peer> contacts;
  private final List<Peer> candidates = new ArrayList<>(0);

  HostCache(Host host, List<Peer> contacts) {
    this.host = host;
    this.contacts = List.copyOf(contacts);
  }

  List<Peer> contacts() {
    return contacts;
  }

  /** A random contact; there must be one. */
  Peer contact() {
    return contacts.get(host.random().nextInt(contacts.size()));
  }

  /** Adds a candidate, once; the oldest one is evicted if there is no room. */
  void add(Peer peer) {
    if (!candidates.contains(peer)) {
      if (candidates.size() >= CANDIDATES_MAX) {
        candidates.remove(0);
      }
      candidates.add(peer);
    }
  }

  void remove(Peer peer) {
    candidates.remove(peer);
  }

  /** Removes and returns a random candidate; without one, returns a contact, or null. */
  @Nullable Peer next() {
    if (!candidates.isEmpty()) {
      return candidates.remove(host.random().nextInt(candidates.size()));
    }
    return contacts.isEmpty() ? null : contact();
  }
}
