package io.duet.unstructured.mailbox;

import io.duet.node.Host;
import io.duet.node.Key;
import io.duet.node.Message;
import io.duet.node.NodeEvent;
import io.duet.node.Peer;
import io.duet.node.Timer;
import io.duet.overlay.DeliveryStatus;
import io.duet.overlay.Overlay;
import io.duet.overlay.OverlayEvent;
import io.duet.overlay.RequestDelivery;
import io.duet.overlay.SearchResult;
import io.duet.overlay.Status;
import io.duet.overlay.spi.LifecycleEvents;
import io.duet.rpc.PeerRequests;
import io.duet.rpc.PendingRequests;
import io.duet.rpc.Reply;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A peer with a mailbox: it lists active and inactive peers, asks them for contents, and keeps
 * requests for inactive peers.
 *
 * <p>Messages: those of {@link PresenceProtocol}, {@link WaveSearch} and {@link StoreAndForward}.
 * Timers: {@link Alarm}, and those of {@link WaveSearch}. Invariant: its statements to others are
 * about itself only; it asks every peer that others name.
 */
final class MailboxNode implements Overlay, RequestDelivery {
  private static final int OFFERED_MAX = 1 << 16;

  enum Alarm implements Timer {
    ROUND
  }

  private final Host host;
  private final MailboxConfig config;
  private final PeerRequests requests;
  private final LifecycleEvents lifecycle;
  private final PresenceProtocol presence;
  private final StoreAndForward delivery;
  private final Set<Key> offered = new LinkedHashSet<>(4);

  MailboxNode(Host host, MailboxConfig config, List<Peer> contacts) {
    this.host = host;
    this.config = config;
    this.requests = new PeerRequests(host);
    this.lifecycle = new LifecycleEvents(host);
    this.presence = new PresenceProtocol(host, config, requests, contacts, this::heard);
    this.delivery = new StoreAndForward(host, config, requests, presence);
  }

  Peer self() {
    return host.self();
  }

  PeerList peerList() {
    return presence.peerList();
  }

  StoreAndForward delivery() {
    return delivery;
  }

  @Override
  public void start() {
    lifecycle.started();
    begin();
    if (presence.isMember()) {
      lifecycle.joined();
    } else {
      presence.join();
    }
  }

  /** Starts as a member that lists these peers, without a message, in an assembled network. */
  void assemble(List<Peer> peers) {
    presence.assemble(peers);
    begin();
    lifecycle.joined();
  }

  private void begin() {
    host.setTimer(Alarm.ROUND, host.random().nextLong(config.pingNanos()));
  }

  private void heard(Peer peer) {
    if (presence.isMember()) {
      lifecycle.joined();
    }
    delivery.onHeard(peer);
  }

  @Override
  public boolean isJoined() {
    return lifecycle.hasJoined();
  }

  @Override
  public void stop() {
    presence.leave();
  }

  // --- user actions

  /**
   * Offers a content. No message is needed, since searches ask each peer itself.
   *
   * @throws IllegalStateException beyond 65,536 contents
   */
  @Override
  public void publish(Key key) {
    if (offered.size() >= OFFERED_MAX && !offered.contains(key)) {
      throw new IllegalStateException("a node offers at most " + OFFERED_MAX + " contents");
    }
    offered.add(key);
    host.emit(new OverlayEvent.Announced(key, host.self()));
  }

  @Override
  public void withdraw(Key key) {
    offered.remove(key);
  }

  @Override
  public void search(Key key, Consumer<SearchResult> whenDone) {
    search(key, 1, whenDone);
  }

  @Override
  public void search(Key key, int results, Consumer<SearchResult> whenDone) {
    Consumer<SearchResult> onResult = lifecycle.searching(whenDone);
    WaveSearch search = new WaveSearch(host, config, requests, key, results, onResult);
    if (offered.contains(key)) {
      search.take(host.self(), 0);
    }
    if (!search.isDone()) {
      List<Peer> peers = peerList().shuffled();
      peers.addAll(peerList().inactive()); // asked last, since some may be active
      search.begin(peers);
    }
  }

  @Override
  public void request(Peer to, String text, Consumer<DeliveryStatus> whenDone) {
    delivery.send(to, text, whenDone);
  }

  @Override
  public Status status() {
    String health =
        peerList().activeCount() > 0 ? "healthy" : lifecycle.hasJoined() ? "alone" : "joining";
    return Status.of(health)
        .with(
            Status.Facts.of("peers")
                .with("active", peerList().activeCount())
                .with("inactive", peerList().inactive().size())
                .with("contents offered", offered.size())
                .with("requests waiting here", delivery.queue().size())
                .with("requests received", delivery.inbox().count())
                .with("requests brought again", delivery.inbox().repeated()))
        .with(peers("active peers", peerList().active()))
        .with(peers("inactive peers", peerList().inactive()))
        .with(waiting())
        .with(inbox());
  }

  private static Status.Table peers(String title, List<Peer> peers) {
    return new Status.Table(
        title, List.of("peer"), peers.stream().map(peer -> List.of(peer.toString())).toList());
  }

  private Status.Table waiting() {
    List<List<String>> rows = new ArrayList<>();
    for (RequestQueue.Waiting waiting : delivery.queue().list()) {
      String copies = waiting.keepers.isEmpty() ? "" : waiting.keepers.toString();
      StoredRequest mail = waiting.mail;
      rows.add(List.of(mail.to().toString(), mail.id().sender().toString(), copies));
    }
    return new Status.Table("waiting requests", List.of("to", "from", "copies at"), rows);
  }

  private Status.Table inbox() {
    List<List<String>> rows =
        delivery.inbox().shown().stream()
            .map(one -> List.of(one.from().toString(), one.deliveredBy().toString(), one.text()))
            .toList();
    return new Status.Table("inbox", List.of("from", "brought by", "text"), rows);
  }

  // --- messages and timers

  @Override
  public void onMessage(Peer from, Message message) {
    if (from.equals(host.self())) {
      refuse(from, "claims to be this node");
    } else if (message instanceof Reply reply) {
      if (!requests.onReply(from, reply)) {
        refuse(from, "not a reply that is awaited");
      }
    } else if (!handle(from, message)) {
      refuse(from, "not a message for a peer");
    }
  }

  private boolean handle(Peer from, Message message) {
    if (message instanceof MailboxMessage.Ask ask) {
      onAsk(from, ask);
    } else if (message instanceof MailboxMessage.Hello hello) {
      presence.onHello(from, hello);
    } else if (message instanceof MailboxMessage.Deliver deliver) {
      refuse(from, delivery.onDeliver(from, deliver));
    } else if (message instanceof MailboxMessage.Keep keep) {
      refuse(from, delivery.onKeep(from, keep));
    } else if (message instanceof MailboxMessage.ListPeers request) {
      presence.onListPeers(from, request);
    } else if (message instanceof MailboxMessage.Leave) {
      presence.onLeave(from);
    } else {
      return false;
    }
    return true;
  }

  private void onAsk(Peer from, MailboxMessage.Ask ask) {
    boolean offers = offered.contains(ask.key());
    List<Peer> others = peerList().isFull() ? peerList().some(WireLimits.OTHERS_MAX) : List.of();
    host.send(from, new MailboxMessage.AskReply(ask.requestId(), offers, others));
  }

  /** Emits the event of a refused message, unless the reason is empty. */
  private void refuse(Peer peer, String reason) {
    if (!reason.isEmpty()) {
      host.emit(new NodeEvent.MessageRefused(peer, reason));
    }
  }

  @Override
  public void onTimer(Timer timer) {
    if (timer == PendingRequests.Expiry.DUE) {
      requests.onTimer();
    } else if (timer == Alarm.ROUND) {
      presence.round();
      delivery.round();
      host.setTimer(timer, config.pingNanos());
    } else if (timer instanceof WaveSearch.Patience patience) {
      patience.search().onPatience(patience.wave());
    } else if (timer instanceof WaveSearch.Deadline deadline) {
      deadline.search().onDeadline();
    }
  }

  @Override
  public void onUnreachable(Peer peer) {
    requests.onUnreachable(peer);
    presence.onUnreachable(peer);
  }
}
