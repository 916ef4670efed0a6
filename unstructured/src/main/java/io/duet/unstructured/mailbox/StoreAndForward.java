package io.duet.unstructured.mailbox;

import io.duet.node.Host;
import io.duet.node.Peer;
import io.duet.overlay.DeliveryStatus;
import io.duet.rpc.PeerRequests;
import io.duet.rpc.ReplyHandler;
import io.duet.rpc.RetryPolicy;
import io.duet.unstructured.mailbox.RequestQueue.Waiting;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Store and forward: sends requests, keeps those for inactive peers, and delivers them.
 *
 * <p>The sender first tries to deliver a request itself. After two attempts without a reply it
 * places copies at other peers. All keepers, the sender included, deliver the request when they
 * hear the receiver again, and in turn once per period, until the receiver acknowledges it. The
 * receiver's {@link Inbox} shows it once. A request is lost if all its keepers die while the
 * receiver is inactive, or if its lifetime ends.
 *
 * <p>Messages out and in: Keep, KeepReply, Deliver, DeliverReply. Invariants: a peer keeps a copy
 * only on request of the sender itself; a keeper drops a copy only after the acknowledgment, or at
 * the end of its lifetime.
 */
final class StoreAndForward {
  private static final long SECOND = 1_000_000_000;

  private final Host host;
  private final MailboxConfig config;
  private final PeerRequests requests;
  private final PresenceProtocol presence;
  private final RequestQueue queue;
  private final Inbox inbox;

  StoreAndForward(
      Host host, MailboxConfig config, PeerRequests requests, PresenceProtocol presence) {
    this.host = host;
    this.config = config;
    this.requests = requests;
    this.presence = presence;
    this.queue = new RequestQueue(host.self());
    this.inbox = new Inbox(config.lifetimeNanos());
  }

  RequestQueue queue() {
    return queue;
  }

  Inbox inbox() {
    return inbox;
  }

  // --- sending

  /** Sends a text; {@code whenDone} gets the status after delivery, or after copies are placed. */
  void send(Peer to, String text, Consumer<DeliveryStatus> whenDone) {
    StoredRequest.Id id = new StoredRequest.Id(host.self(), host.random().nextLong());
    StoredRequest mail = new StoredRequest(id, to, text, (int) (config.lifetimeNanos() / SECOND));
    if (StoredRequest.isText(text) && to.equals(host.self())) {
      boolean taken = inbox.take(to, mail, host.nowNanos());
      whenDone.accept(taken ? DeliveryStatus.DELIVERED : DeliveryStatus.REFUSED);
      return;
    }
    Waiting waiting = StoredRequest.isText(text) ? keep(mail) : null;
    if (waiting == null) {
      whenDone.accept(DeliveryStatus.REFUSED);
    } else {
      deliver(
          waiting,
          RetryPolicy.beforeDeath(config.timeoutNanos()),
          () -> whenDone.accept(DeliveryStatus.DELIVERED),
          () -> placeCopies(waiting, whenDone));
    }
  }

  /** Keeps a request for the sender's lifetime, but at most for this node's own. */
  private @Nullable Waiting keep(StoredRequest mail) {
    long left = Math.min(config.lifetimeNanos(), mail.secondsLeft() * SECOND);
    return queue.add(mail, host.nowNanos() + left);
  }

  private void deliver(
      Waiting waiting, RetryPolicy policy, Runnable whenDelivered, Runnable otherwise) {
    if (!queue.contains(waiting)) {
      otherwise.run(); // it has expired or was delivered meanwhile
      return;
    }
    waiting.delivering = true;
    requests.send(
        waiting.mail.to(),
        id -> new MailboxMessage.Deliver(id, withTimeLeft(waiting)),
        policy,
        ReplyHandler.of(
            delivered -> {
              queue.remove(waiting);
              whenDelivered.run();
            },
            () -> {
              waiting.delivering = false;
              otherwise.run();
            },
            () -> queue.contains(waiting)));
  }

  private StoredRequest withTimeLeft(Waiting waiting) {
    long left = Math.max(0, waiting.expiresAt - host.nowNanos());
    return waiting.mail.withSecondsLeft((int) (left / SECOND));
  }

  // --- copies

  /** Places the missing copies, and then passes on the status of the request. */
  private void placeCopies(Waiting waiting, Consumer<DeliveryStatus> whenDone) {
    List<Peer> candidates = candidates(waiting);
    if (candidates.isEmpty()) {
      whenDone.accept(status(waiting));
      return;
    }
    waiting.placing = candidates.size();
    for (Peer candidate : candidates) {
      requests.send(
          candidate,
          id -> new MailboxMessage.Keep(id, withTimeLeft(waiting)),
          RetryPolicy.once(config.timeoutNanos()),
          ReplyHandler.of(
              kept -> placed(waiting, candidate, kept.accepted(), whenDone),
              () -> placed(waiting, candidate, false, whenDone)));
    }
  }

  private List<Peer> candidates(Waiting waiting) {
    int missing = config.copies() - waiting.keepers.size();
    return presence.peerList().some(missing + waiting.keepers.size() + 1).stream()
        .filter(peer -> !peer.equals(waiting.mail.to()) && !waiting.keepers.contains(peer))
        .limit(missing)
        .toList();
  }

  private void placed(
      Waiting waiting, Peer keeper, boolean accepted, Consumer<DeliveryStatus> whenDone) {
    if (accepted) {
      waiting.keepers.add(keeper);
    }
    if (--waiting.placing == 0) {
      whenDone.accept(status(waiting));
    }
  }

  private static DeliveryStatus status(Waiting waiting) {
    return waiting.keepers.isEmpty() ? DeliveryStatus.WAITING_HERE_ALONE : DeliveryStatus.WAITING;
  }

  /** Keeps a copy; returns the reason of a refusal, empty if there is none. */
  String onKeep(Peer from, MailboxMessage.Keep keep) {
    String refusal = "";
    if (!keep.mail().id().sender().equals(from)) {
      refusal = "copy of another's request";
    } else if (keep.mail().to().equals(host.self()) || keep(keep.mail()) == null) {
      refusal = "no room for a copy";
    }
    host.send(from, new MailboxMessage.KeepReply(keep.requestId(), refusal.isEmpty()));
    return refusal;
  }

  // --- delivering

  /** Delivers the waiting requests to a peer that has just shown to be active. */
  void onHeard(Peer peer) {
    for (Waiting waiting : queue.of(peer)) {
      if (!waiting.delivering) {
        deliver(waiting, RetryPolicy.once(config.timeoutNanos()), () -> {}, () -> {});
      }
    }
  }

  /** Tries to deliver one request; if it is this node's own, places its missing copies. */
  void round() {
    queue.dropExpired(host.nowNanos());
    Waiting waiting = queue.next();
    if (waiting == null || waiting.delivering) {
      return;
    }
    boolean own = waiting.mail.id().sender().equals(host.self());
    boolean copiesMissing = own && waiting.placing == 0 && waiting.keepers.size() < config.copies();
    deliver(
        waiting,
        RetryPolicy.once(config.timeoutNanos()),
        () -> {},
        () -> {
          if (copiesMissing) {
            placeCopies(waiting, status -> {});
          }
        });
  }

  /** Receives a request for this node's user; returns the reason of a refusal, or empty. */
  String onDeliver(Peer from, MailboxMessage.Deliver deliver) {
    if (!deliver.mail().to().equals(host.self())) {
      return "request to another";
    }
    if (!inbox.take(from, deliver.mail(), host.nowNanos())) {
      return "too many requests"; // without a reply, so that it is delivered again
    }
    host.send(from, new MailboxMessage.DeliverReply(deliver.requestId()));
    return "";
  }
}
