package io.duet.unstructured.neighbor;

import io.duet.node.Host;
import io.duet.node.Peer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A cache of peers that may become neighbors: the contacts that the node was given, and the last
 * {@value #CANDIDATES_MAX} peers that it heard of since, which are tried first.
 */
final class HostCache {
  private static final int CANDIDATES_MAX = 32;

  private final Host host;
  private final List<Peer> contacts;
  private final List<Peer> candidates = new ArrayList<>(0);

  /** Nobody has been heard of beside the contacts. */
  HostCache(Host host, List<Peer> contacts) {
    this.host = host;
    this.contacts = List.copyOf(contacts);
  }

  /** Those of whom the node was told when it began. */
  List<Peer> contacts() {
    return contacts;
  }

  /**
   * A contact chosen at random.
   *
   * @throws IllegalArgumentException when there are none
   */
  Peer contact() {
    return contacts.get(host.random().nextInt(contacts.size()));
  }

  /** Remembers a candidate, once; the oldest one is forgotten for it. */
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

  /** Takes out a candidate chosen at random, or names a contact when none is left; null of none. */
  @Nullable Peer next() {
    if (!candidates.isEmpty()) {
      return candidates.remove(host.random().nextInt(candidates.size()));
    }
    return contacts.isEmpty() ? null : contact();
  }
}
