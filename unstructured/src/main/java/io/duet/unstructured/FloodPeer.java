package io.duet.unstructured;

import io.duet.node.Host;
import io.duet.node.Key;
import io.duet.node.Message;
import io.duet.node.NodeEvent;
import io.duet.node.PeerAddress;
import io.duet.node.PendingRequests;
import io.duet.node.Reply;
import io.duet.node.Timer;
import io.duet.overlay.Answer;
import io.duet.overlay.Overlay;
import io.duet.overlay.Status;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * One of many equal peers that flood every query blindly: the floor of the comparison.
 *
 * <p>Messages in and out: Link, Linked, Ping, Pong, Farewell, Query, QueryHit. Timers: {@link
 * Alarm} and {@link QueryRouter.Overdue}. Nothing is announced: who has a content answers for it.
 */
final class FloodPeer implements Overlay {

  /** What a peer sets its alarm for. */
  enum Alarm implements Timer {
    MAINTAIN
  }

  private final Host host;
  private final FloodConfig config;
  private final PendingRequests pending;
  private final Links links;
  private final QueryRouter router;
  private final Set<Key> offered = new LinkedHashSet<>(4);
  private long startedAt;
  private boolean joined;

  /**
   * A peer that has not started.
   *
   * @param contacts peers to which it may link
   */
  FloodPeer(Host host, FloodConfig config, Links.Contacts contacts) {
    this.host = host;
    this.config = config;
    this.pending = new PendingRequests(host);
    this.links =
        new Links(
            host,
            pending,
            config.ownLinks(),
            config.linksMax(),
            config.pingTimeoutNanos(),
            contacts);
    this.router =
        new QueryRouter(host, links, config.ttl(), config.deadlineNanos(), this::providers);
  }

  Links links() {
    return links;
  }

  private List<PeerAddress> providers(Key key) {
    return offered.contains(key) ? List.of(host.self()) : List.of();
  }

  @Override
  public void start() {
    links.start();
    begin();
  }

  /** Sets the periodic alarm; this peer takes part as soon as it is linked. */
  void begin() {
    startedAt = host.nowNanos();
    host.setTimer(Alarm.MAINTAIN, host.random().nextLong(config.pingNanos()));
    joinIfLinked();
  }

  private void joinIfLinked() {
    if (!joined && links.isLinked()) {
      joined = true;
      host.emit(new NodeEvent.Joined(host.nowNanos() - startedAt));
    }
  }

  @Override
  public boolean isJoined() {
    return joined;
  }

  @Override
  public void stop() {
    links.leave();
  }

  @Override
  public void publish(Key key) {
    offered.add(key);
    host.emit(new NodeEvent.Announced(key, host.self())); // this peer answers for it from now on
  }

  @Override
  public void withdraw(Key key) {
    offered.remove(key);
  }

  @Override
  public Status status() {
    String health = !joined ? "joining" : links.neighbors().isEmpty() ? "alone" : "healthy";
    return Status.of(health)
        .with(
            Status.Facts.of("graph")
                .with("neighbors", links.neighbors().size())
                .with("announcements", offered.size())
                .with("requests under way", pending.size()))
        .with(
            new Status.Table(
                "neighbors",
                List.of("peer"),
                links.neighbors().stream().map(peer -> List.of(peer.toString())).toList()));
  }

  @Override
  public void search(Key key, Consumer<Answer> whenDone) {
    long started = host.nowNanos();
    router.search(
        key,
        (hops, providers) -> {
          Answer answer = Answers.of(key, hops, providers);
          boolean answered = answer.status() == Answer.Status.FOUND;
          host.emit(new NodeEvent.SearchFinished(answered, hops, host.nowNanos() - started));
          whenDone.accept(answer);
        });
  }

  @Override
  public void onMessage(PeerAddress from, Message message) {
    if (message instanceof UnstructuredMessage.Query query) {
      router.onQuery(from, query);
    } else if (message instanceof UnstructuredMessage.QueryHit hit) {
      router.onHit(from, hit);
    } else if (message instanceof UnstructuredMessage.Ping ping) {
      host.send(
          from,
          new UnstructuredMessage.Pong(ping.requestId(), 0, links.contains(from), 0, links.some()));
    } else if (message instanceof UnstructuredMessage.Link link) {
      links.onLink(from, link);
      joinIfLinked();
    } else if (message instanceof UnstructuredMessage.Farewell) {
      links.drop(from);
    } else if (!(message instanceof Reply reply) || !pending.onReply(from, reply)) {
      host.emit(new NodeEvent.MessageRefused(from, "not a message for a peer"));
    } else {
      joinIfLinked();
    }
  }

  @Override
  public void onTimer(Timer timer) {
    if (timer == PendingRequests.Expiry.DUE) {
      pending.onTimer();
    } else if (timer instanceof QueryRouter.Overdue overdue) {
      router.onOverdue(overdue);
    } else if (timer == Alarm.MAINTAIN) {
      links.maintain();
      host.setTimer(timer, config.pingNanos());
    }
  }

  @Override
  public void onUnreachable(PeerAddress peer) {
    links.drop(peer);
    pending.onUnreachable(peer);
  }
}
