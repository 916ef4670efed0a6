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
 * Where requests are sent, kept for peers that are away, and delivered.
 *
 * <p>A request is offered to its peer first. When that is silent twice, copies are placed at other
 * peers, and all keepers, the sender among them, bring it as soon as they hear the peer again, and
 * now and then without that, until it says that it has it. It takes each request once, so the user
 * gets one however many keepers bring it. What is lost: a request whose keepers all die while its
 * peer is away, or that waits beyond its lifetime.
 *
 * <p>Messages out and in: Keep, Kept, Deliver, Delivered. Invariants: a copy is kept for its sender
 * only, never for a third; a keeper drops a copy only when its peer has it, or its time is over.
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

  /** Sends a text; what has become of it is told once the peer has it, or others keep copies. */
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
          () -> spread(waiting, whenDone));
    }
  }

  /** A copy waits as long as its sender says, but never longer than this node would let it. */
  private @Nullable Waiting keep(StoredRequest mail) {
    long left = Math.min(config.lifetimeNanos(), mail.secondsLeft() * SECOND);
    return queue.add(mail, host.nowNanos() + left);
  }

  private void deliver(
      Waiting waiting, RetryPolicy policy, Runnable whenDelivered, Runnable otherwise) {
    if (!queue.contains(waiting)) {
      otherwise.run(); // its time was over while it was tried
      return;
    }
    waiting.delivering = true;
    requests.send(
        waiting.mail.to(),
        id -> new MailboxMessage.Deliver(id, timed(waiting)),
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

  private StoredRequest timed(Waiting waiting) {
    long left = Math.max(0, waiting.expiresAt - host.nowNanos());
    return waiting.mail.withSecondsLeft((int) (left / SECOND));
  }

  // --- copies

  /** Places as many copies as are missing, and tells then what has become of the request. */
  private void spread(Waiting waiting, Consumer<DeliveryStatus> whenDone) {
    List<Peer> candidates = candidates(waiting);
    if (candidates.isEmpty()) {
      whenDone.accept(fate(waiting));
      return;
    }
    waiting.placing = candidates.size();
    for (Peer candidate : candidates) {
      requests.send(
          candidate,
          id -> new MailboxMessage.Keep(id, timed(waiting)),
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
      whenDone.accept(fate(waiting));
    }
  }

  private static DeliveryStatus fate(Waiting waiting) {
    return waiting.keepers.isEmpty() ? DeliveryStatus.WAITING_HERE_ALONE : DeliveryStatus.WAITING;
  }

  /** Keeps a copy; gives why not, or nothing when it is kept. */
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

  /** Brings a peer what waits for it, now that it is heard. */
  void onHeard(Peer peer) {
    for (Waiting waiting : queue.of(peer)) {
      if (!waiting.delivering) {
        deliver(waiting, RetryPolicy.once(config.timeoutNanos()), () -> {}, () -> {});
      }
    }
  }

  /** Tries one request again, and places a copy of one of this node's own that has too few. */
  void round() {
    queue.dropExpired(host.nowNanos());
    Waiting waiting = queue.next();
    if (waiting == null || waiting.delivering) {
      return;
    }
    boolean own = waiting.mail.id().sender().equals(host.self());
    boolean spreads = own && waiting.placing == 0 && waiting.keepers.size() < config.copies();
    deliver(
        waiting,
        RetryPolicy.once(config.timeoutNanos()),
        () -> {},
        () -> {
          if (spreads) {
            spread(waiting, fate -> {});
          }
        });
  }

  /** Takes a request for this node's user; gives why not, or nothing when it is taken. */
  String onDeliver(Peer from, MailboxMessage.Deliver deliver) {
    if (!deliver.mail().to().equals(host.self())) {
      return "request to another";
    }
    if (!inbox.take(from, deliver.mail(), host.nowNanos())) {
      return "too many requests"; // and no reply, so that it is brought again
    }
    host.send(from, new MailboxMessage.DeliverReply(deliver.requestId()));
    return "";
  }
}
