package io.duet.unstructured.mailbox;

import io.duet.node.Host;
import io.duet.node.Key;
import io.duet.node.Message;
import io.duet.node.Peer;
import io.duet.node.Timer;
import io.duet.overlay.DeliveryStatus;
import io.duet.overlay.KeeperLookup;
import io.duet.overlay.OverlayEvent;
import io.duet.overlay.RequestDelivery;
import io.duet.overlay.SearchResult;
import io.duet.overlay.Status;
import io.duet.overlay.spi.PeerNode;
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
final class MailboxNode extends PeerNode<MailboxConfig> implements RequestDelivery, KeeperLookup {
  private static final int OFFERED_MAX = 1 << 16;

  enum Alarm implements Timer {
    ROUND
  }

  final PeerList peerList;
  final StoreAndForward delivery;
  private final PresenceProtocol presence;
  private final Set<Key> offered = new LinkedHashSet<>(4);

  MailboxNode(Host host, MailboxConfig config, List<Peer> contacts) {
    super(host, config, config.timeoutNanos());
    this.peerList = new PeerList(config.peersMax(), host.random());
    this.delivery = new StoreAndForward(this, peerList);
    this.presence = new PresenceProtocol(this, peerList, contacts, delivery::onHeard);
  }

  @Override
  public void start() {
    lifecycle().started();
    begin();
    presence.start();
  }

  /** Starts as a member that lists these peers, without a message, in an assembled network. */
  void assemble(List<Peer> peers) {
    presence.assemble(peers);
    begin();
    lifecycle().joined();
  }

  private void begin() {
    host().setTimer(Alarm.ROUND, host().random().nextLong(config().pingNanos()));
  }

  @Override
  public boolean isJoined() {
    return lifecycle().hasJoined();
  }

  @Override
  public void stop() {
    presence.leave();
  }

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
    host().emit(new OverlayEvent.Announced(key, self()));
  }

  @Override
  public void withdraw(Key key) {
    offered.remove(key);
  }

  @Override
  public void search(Key key, int results, Consumer<SearchResult> whenDone) {
    WaveSearch search = new WaveSearch(this, key, results, lifecycle().searching(whenDone));
    if (!offered.contains(key) || !search.take(self(), 0)) {
      List<Peer> peers = peerList.shuffled();
      peers.addAll(peerList.inactive()); // asked last, since some may be active
      search.begin(peers);
    }
  }

  /** Names random active peers. */
  @Override
  public void keepers(Key key, int count, Consumer<List<Peer>> whenDone) {
    whenDone.accept(List.copyOf(peerList.some(count)));
  }

  @Override
  public void request(Peer to, String text, Consumer<DeliveryStatus> whenDone) {
    delivery.send(to, text, whenDone);
  }

  @Override
  public List<Peer> knownPeers() {
    return peerList.active();
  }

  @Override
  public Status status() {
    String health = peerList.activeCount() > 0 ? "healthy" : isJoined() ? "alone" : "joining";
    return Status.of(health)
        .with(
            Status.Facts.of("peers")
                .with("active", peerList.activeCount())
                .with("inactive", peerList.inactive().size())
                .with("contents offered", offered.size())
                .with("requests waiting here", delivery.queue.size())
                .with("requests received", delivery.inbox.count())
                .with("requests brought again", delivery.inbox.repeated()))
        .with(peers("active peers", peerList.active()))
        .with(peers("inactive peers", peerList.inactive()))
        .with(delivery.queue.status())
        .with(delivery.inbox.status());
  }

  private static Status.Table peers(String title, List<Peer> peers) {
    return new Status.Table(
        title,
        List.of("peer"),
        peers.stream().<List<?>>map(peer -> List.of(peer.toString())).toList());
  }

  @Override
  public void onMessage(Peer from, Message message) {
    if (from.equals(self())) {
      refuse(from, "claims to be this node");
    } else {
      super.onMessage(from, message);
    }
  }

  @Override
  protected String handle(Peer from, Message message) {
    String refusal = "";
    if (message instanceof MailboxMessage.Ask ask) {
      boolean offers = offered.contains(ask.key());
      List<Peer> others = peerList.isFull() ? peerList.some(MailboxMessage.OTHERS_MAX) : List.of();
      send(from, new MailboxMessage.AskReply(ask.requestId(), offers, others));
    } else if (message instanceof MailboxMessage.Hello hello) {
      presence.onHello(from, hello);
    } else if (message instanceof MailboxMessage.Deliver deliver) {
      refusal = delivery.onDeliver(from, deliver);
    } else if (message instanceof MailboxMessage.Keep keep) {
      refusal = delivery.onKeep(from, keep);
    } else if (message instanceof MailboxMessage.ListPeers request) {
      presence.onListPeers(from, request);
    } else if (message instanceof MailboxMessage.Leave) {
      presence.drop(from);
    } else {
      refusal = "not a message for a peer";
    }
    return refusal;
  }

  @Override
  public void onTimer(Timer timer) {
    if (timer == Alarm.ROUND) {
      presence.round();
      delivery.round();
      host().setTimer(timer, config().pingNanos());
    } else if (timer instanceof WaveSearch.NextWave next) {
      next.search().onWaveInterval(next.wave());
    } else if (timer instanceof WaveSearch.Deadline deadline) {
      deadline.search().onDeadline();
    } else {
      super.onTimer(timer);
    }
  }

  @Override
  public void onUnreachable(Peer peer) {
    super.onUnreachable(peer);
    presence.onUnreachable(peer);
  }
}
