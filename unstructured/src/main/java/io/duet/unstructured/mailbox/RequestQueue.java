package io.duet.unstructured.mailbox;

import io.duet.node.Peer;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The requests that wait at a node: its own user's, and copies of others'. Bounds: {@link
 * #PER_SENDER_MAX} of one sender; of the copies also {@link #PER_PEER_MAX} for one peer and {@link
 * #COPIES_MAX} in all. So no sender fills the queue of a receiver, and copies leave room for this
 * node's own requests.
 */
final class RequestQueue {
  static final int PER_SENDER_MAX = 64;
  static final int PER_PEER_MAX = 128;
  static final int COPIES_MAX = 1_024;

  /** One waiting request. */
  static final class Waiting {
    final StoredRequest mail;
    final long expiresAt;
    final Set<Peer> keepers = new LinkedHashSet<>(4); // of copies, if it is this node's own
    boolean delivering;
    int placing;

    private Waiting(StoredRequest mail, long expiresAt) {
      this.mail = mail;
      this.expiresAt = expiresAt;
    }
  }

  private final Peer self;
  private final Map<StoredRequest.Id, Waiting> all = new LinkedHashMap<>();

  RequestQueue(Peer self) {
    this.self = self;
  }

  int size() {
    return all.size();
  }

  List<Waiting> list() {
    return List.copyOf(all.values());
  }

  /** Adds a request until it expires; null, without a change, beyond a bound. */
  @Nullable Waiting add(StoredRequest mail, long expiresAt) {
    Waiting known = all.get(mail.id());
    if (known != null || !hasRoom(mail)) {
      return known;
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

  private static boolean isOf(Waiting waiting, Peer sender) {
    return waiting.mail.id().sender().equals(sender);
  }

  boolean contains(Waiting waiting) {
    return all.get(waiting.mail.id()) == waiting;
  }

  void remove(Waiting waiting) {
    all.remove(waiting.mail.id(), waiting);
  }

  /** The requests for a peer, the next in turn first. */
  List<Waiting> of(Peer peer) {
    return all.isEmpty()
        ? List.of()
        : all.values().stream().filter(waiting -> waiting.mail.to().equals(peer)).toList();
  }

  /** The next request in turn; null if there is none. */
  @Nullable Waiting next() {
    if (all.isEmpty()) {
      return null;
    }
    Waiting first = all.values().iterator().next();
    all.remove(first.mail.id());
    all.put(first.mail.id(), first);
    return first;
  }

  /** Drops the expired requests. */
  void dropExpired(long now) {
    all.values().removeIf(waiting -> waiting.expiresAt <= now);
  }
}
