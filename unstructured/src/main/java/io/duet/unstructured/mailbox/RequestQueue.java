package io.duet.unstructured.mailbox;

import io.duet.node.Peer;
import io.duet.overlay.DeliveryStatus;
import io.duet.overlay.Status;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
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

    DeliveryStatus status() {
      return keepers.isEmpty() ? DeliveryStatus.WAITING_HERE_ALONE : DeliveryStatus.WAITING;
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

  Status.Table status() {
    List<List<?>> rows = new ArrayList<>();
    for (Waiting waiting : all.values()) {
      String copies = waiting.keepers.isEmpty() ? "" : waiting.keepers.toString();
      StoredRequest mail = waiting.mail;
      rows.add(List.of(mail.to().toString(), mail.id().sender().toString(), copies));
    }
    return new Status.Table("waiting requests", List.of("to", "from", "copies at"), rows);
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
    Peer sender = mail.id().sender();
    return count(other -> other.id().sender().equals(sender)) < PER_SENDER_MAX
        && (sender.equals(self)
            || (count(other -> other.to().equals(mail.to())) < PER_PEER_MAX
                && count(other -> !other.id().sender().equals(self)) < COPIES_MAX));
  }

  private long count(Predicate<StoredRequest> matches) {
    return all.values().stream().map(waiting -> waiting.mail).filter(matches).count();
  }

  boolean contains(Waiting waiting) {
    return all.get(waiting.mail.id()) == waiting;
  }

  void remove(Waiting waiting) {
    all.remove(waiting.mail.id(), waiting);
  }

  /** The requests for a peer, the next in turn first. */
  List<Waiting> of(Peer peer) {
    return all.values().stream().filter(waiting -> waiting.mail.to().equals(peer)).toList();
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
