package io.duet.unstructured.mailbox;

import io.duet.node.Peer;
import io.duet.overlay.DeliveryStatus;
import io.duet.overlay.spi.PeerNode;
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

  final RequestQueue queue;
  final Inbox inbox;
  private final PeerNode<MailboxConfig> node;
  private final PeerList peerList;

  StoreAndForward(PeerNode<MailboxConfig> node, PeerList peerList) {
    this.node = node;
    this.peerList = peerList;
    this.queue = new RequestQueue(node.self());
    this.inbox = new Inbox(node.config().lifetimeNanos());
  }

  /** Sends a text; {@code whenDone} gets the status after delivery, or after copies are placed. */
  void send(Peer to, String text, Consumer<DeliveryStatus> whenDone) {
    StoredRequest.Id id = new StoredRequest.Id(node.self(), node.host().random().nextLong());
    int lifetimeSeconds = (int) (node.config().lifetimeNanos() / SECOND);
    StoredRequest mail = new StoredRequest(id, to, text, lifetimeSeconds);
    if (StoredRequest.isText(text) && to.equals(node.self())) {
      boolean taken = inbox.take(to, mail, node.host().nowNanos());
      whenDone.accept(taken ? DeliveryStatus.DELIVERED : DeliveryStatus.REFUSED);
      return;
    }
    Waiting waiting = StoredRequest.isText(text) ? keep(mail) : null;
    if (waiting == null) {
      whenDone.accept(DeliveryStatus.REFUSED);
    } else {
      deliver(
          waiting,
          RetryPolicy.beforeDeath(node.config().timeoutNanos()),
          () -> whenDone.accept(DeliveryStatus.DELIVERED),
          () -> placeCopies(waiting, whenDone));
    }
  }

  /** Keeps a request for the sender's lifetime, but at most for this node's own. */
  private @Nullable Waiting keep(StoredRequest mail) {
    long left = Math.min(node.config().lifetimeNanos(), mail.secondsLeft() * SECOND);
    return queue.add(mail, node.host().nowNanos() + left);
  }

  private void deliver(
      Waiting waiting, RetryPolicy policy, Runnable whenDelivered, Runnable otherwise) {
    if (!queue.contains(waiting)) {
      otherwise.run(); // it has expired or was delivered meanwhile
      return;
    }
    waiting.delivering = true;
    node.ask(
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
    long left = Math.max(0, waiting.expiresAt - node.host().nowNanos());
    StoredRequest mail = waiting.mail;
    return new StoredRequest(mail.id(), mail.to(), mail.text(), (int) (left / SECOND));
  }

  /** Places the missing copies, and then passes on the status of the request. */
  private void placeCopies(Waiting waiting, Consumer<DeliveryStatus> whenDone) {
    List<Peer> candidates = candidates(waiting);
    if (candidates.isEmpty()) {
      whenDone.accept(waiting.status());
      return;
    }
    waiting.placing = candidates.size();
    for (Peer candidate : candidates) {
      node.ask(
          candidate,
          id -> new MailboxMessage.Keep(id, withTimeLeft(waiting)),
          ReplyHandler.of(
              kept -> {
                if (kept.accepted()) {
                  waiting.keepers.add(candidate);
                }
                placed(waiting, whenDone);
              },
              () -> placed(waiting, whenDone)));
    }
  }

  private List<Peer> candidates(Waiting waiting) {
    int missing = node.config().copies() - waiting.keepers.size();
    return peerList.some(missing + waiting.keepers.size() + 1).stream()
        .filter(peer -> !peer.equals(waiting.mail.to()) && !waiting.keepers.contains(peer))
        .limit(missing)
        .toList();
  }

  private static void placed(Waiting waiting, Consumer<DeliveryStatus> whenDone) {
    if (--waiting.placing == 0) {
      whenDone.accept(waiting.status());
    }
  }

  /** Keeps a copy; returns the reason of a refusal, empty if there is none. */
  String onKeep(Peer from, MailboxMessage.Keep keep) {
    String refusal = "";
    if (!keep.mail().id().sender().equals(from)) {
      refusal = "copy of another's request";
    } else if (keep.mail().to().equals(node.self()) || keep(keep.mail()) == null) {
      refusal = "no room for a copy";
    }
    node.send(from, new MailboxMessage.KeepReply(keep.requestId(), refusal.isEmpty()));
    return refusal;
  }

  /** Delivers the waiting requests to a peer that has just shown to be active. */
  void onHeard(Peer peer) {
    queue.of(peer).forEach(waiting -> deliverOnce(waiting, () -> {}));
  }

  private void deliverOnce(Waiting waiting, Runnable otherwise) {
    if (!waiting.delivering) {
      RetryPolicy once = RetryPolicy.once(node.config().timeoutNanos());
      deliver(waiting, once, () -> {}, otherwise);
    }
  }

  /** Tries to deliver one request; if it is this node's own, places its missing copies. */
  void round() {
    queue.dropExpired(node.host().nowNanos());
    Waiting waiting = queue.next();
    if (waiting != null) {
      boolean own = waiting.mail.id().sender().equals(node.self());
      boolean missing =
          own && waiting.placing == 0 && waiting.keepers.size() < node.config().copies();
      deliverOnce(waiting, missing ? () -> placeCopies(waiting, status -> {}) : () -> {});
    }
  }

  /** Receives a request for this node's user; returns the reason of a refusal, or empty. */
  String onDeliver(Peer from, MailboxMessage.Deliver deliver) {
    if (!deliver.mail().to().equals(node.self())) {
      return "request to another";
    }
    if (!inbox.take(from, deliver.mail(), node.host().nowNanos())) {
      return "too many requests"; // without a reply, so that it is delivered again
    }
    node.send(from, new MailboxMessage.DeliverReply(deliver.requestId()));
    return "";
  }
}
