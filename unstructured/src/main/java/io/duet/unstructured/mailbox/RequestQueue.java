package io.duet.unstructured.mailbox;

import io.duet.node.PeerAddress;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The requests that wait at a node, its own user's and copies of others'. Bounds: {@link
 * #PER_SENDER_MAX} of one sender, {@link #PER_PEER_MAX} for one peer, {@link #COPIES_MAX} copies in
 * all; so no sender takes another's room at the peer that both write to, and copies take none of
 * this node's own.
 */
final class RequestQueue {
  static final int PER_SENDER_MAX = 64;
  static final int PER_PEER_MAX = 128;
  static final int COPIES_MAX = 1_024;

  /** One request that waits. */
  static final class Waiting {
    final StoredRequest mail;
    final long expiresAt;
    final Set<PeerAddress> keepers = new LinkedHashSet<>(4); // of copies, where it is our own
    boolean delivering;
    int placing;

    private Waiting(StoredRequest mail, long expiresAt) {
      this.mail = mail;
      this.expiresAt = expiresAt;
    }
  }

  private final PeerAddress self;
  private final Map<StoredRequest.Id, Waiting> all = new LinkedHashMap<>();

  RequestQueue(PeerAddress self) {
    this.self = self;
  }

  int size() {
    return all.size();
  }

  List<Waiting> list() {
    return List.copyOf(all.values());
  }

  /** Keeps a request until then; null, and nothing is kept, beyond a bound. */
  @Nullable Waiting add(StoredRequest mail, long expiresAt) {
    Waiting known = all.get(mail.id());
    if (known != null) {
      return known;
    }
    if (!hasRoom(mail)) {
      return null;
    }
    Waiting added = new Waiting(mail, expiresAt);
    all.put(mail.id(), added);
    return added;
  }

  private boolean hasRoom(StoredRequest mail) {
    int ofSender = 0;
    int forPeer = 0;
    int copies = 0;
    for (Waiting other : all.values()) {
      ofSender += isOf(other, mail.id().sender()) ? 1 : 0;
      forPeer += other.mail.to().equals(mail.to()) ? 1 : 0;
      copies += isOf(other, self) ? 0 : 1;
    }
    boolean own = mail.id().sender().equals(self);
    return ofSender < PER_SENDER_MAX && (own || (forPeer < PER_PEER_MAX && copies < COPIES_MAX));
  }

  private static boolean isOf(Waiting waiting, PeerAddress sender) {
    return waiting.mail.id().sender().equals(sender);
  }

  boolean contains(Waiting waiting) {
    return all.get(waiting.mail.id()) == waiting;
  }

  void remove(Waiting waiting) {
    all.remove(waiting.mail.id(), waiting);
  }

  /** The requests for a peer, the oldest first. */
  List<Waiting> of(PeerAddress peer) {
    return all.isEmpty()
        ? List.of()
        : all.values().stream().filter(waiting -> waiting.mail.to().equals(peer)).toList();
  }

  /** The request that has waited longest for its turn; it waits again from now on. */
  @Nullable Waiting next() {
    if (all.isEmpty()) {
      return null;
    }
    Waiting first = all.values().iterator().next();
    all.remove(first.mail.id());
    all.put(first.mail.id(), first);
    return first;
  }

  /** Drops what has waited for too long. */
  void dropExpired(long now) {
    all.values().removeIf(waiting -> waiting.expiresAt <= now);
  }
}
