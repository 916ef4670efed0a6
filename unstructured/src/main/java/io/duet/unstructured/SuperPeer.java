package io.duet.unstructured;

import io.duet.node.Host;
import io.duet.node.Key;
import io.duet.node.Message;
import io.duet.node.NodeEvent;
import io.duet.node.PeerAddress;
import io.duet.node.PendingRequests;
import io.duet.node.Reply;
import io.duet.node.ReplyHandler;
import io.duet.node.Timer;
import io.duet.overlay.Answer;
import io.duet.overlay.Overlay;
import java.util.List;
import java.util.function.Consumer;

/**
 * A super-peer: keeps the index of its leaves, answers from it, and floods what it lacks to other
 * super-peers.
 *
 * <p>Messages in: Attach, IndexChange, LeafSearch and Ping of leaves; Link, Ping, Query, QueryHit
 * of super-peers; Farewell of both. Out: the replies, Link, Ping, Query, QueryHit. Timers: {@link
 * Alarm}, {@link QueryRouter.Overdue}.
 *
 * <p>Invariants: an entry's provider is the leaf that registered it, never a third; an entry
 * outlives its leaf by at most {@link #SILENT_PERIODS} ping periods and one more until the next
 * look; at most leavesMax leaves; what it offers itself is its own to change.
 */
final class SuperPeer implements Overlay {

  /** What a super-peer sets its alarm for. */
  enum Alarm implements Timer {
    MAINTAIN
  }

  private static final int SILENT_PERIODS = 3;

  private final Host host;
  private final SuperPeerConfig config;
  private final PendingRequests pending;
  private final Links links;
  private final QueryRouter router;
  private final LeafIndex index = new LeafIndex();
  private long startedAt;
  private boolean joined;

  /**
   * A super-peer that has not started.
   *
   * @param contacts super-peers to which it may link
   */
  SuperPeer(Host host, SuperPeerConfig config, Links.Contacts contacts) {
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
        new QueryRouter(
            host, links, config.ttl(), config.deadlineNanos() * 2 / 5, index::providers);
    index.attach(host.self(), Long.MAX_VALUE); // what it offers itself
  }

  PeerAddress self() {
    return host.self();
  }

  Links links() {
    return links;
  }

  LeafIndex index() {
    return index;
  }

  @Override
  public void start() {
    links.start();
    begin();
  }

  /** Sets the periodic alarm; this super-peer takes part as soon as it is linked. */
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
    for (PeerAddress leaf : index.addresses()) {
      if (!leaf.equals(host.self())) {
        host.send(leaf, new UnstructuredMessage.Farewell());
      }
    }
  }

  @Override
  public void publish(Key key) {
    index.add(host.self(), List.of(key));
  }

  @Override
  public void withdraw(Key key) {
    index.remove(host.self(), List.of(key));
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
    if (from.equals(host.self())) {
      refuse(from, "claims to be this node"); // else it could change what this node offers itself
    } else if (message instanceof UnstructuredMessage.Query query) {
      router.onQuery(from, query);
    } else if (message instanceof UnstructuredMessage.QueryHit hit) {
      router.onHit(from, hit);
    } else if (message instanceof UnstructuredMessage.LeafSearch search) {
      onLeafSearch(from, search);
    } else if (message instanceof UnstructuredMessage.Ping ping) {
      onPing(from, ping);
    } else if (message instanceof UnstructuredMessage.Link link) {
      links.onLink(from, link);
      joinIfLinked();
    } else if (message instanceof UnstructuredMessage.Attach attach) {
      onAttach(from, attach);
    } else if (message instanceof UnstructuredMessage.IndexChange change) {
      onIndexChange(from, change);
    } else if (message instanceof UnstructuredMessage.Farewell) {
      onUnreachableForGood(from);
    } else if (!(message instanceof Reply reply) || !pending.onReply(from, reply)) {
      refuse(from, "not a message for a super-peer");
    } else {
      joinIfLinked();
    }
  }

  private void onLeafSearch(PeerAddress leaf, UnstructuredMessage.LeafSearch search) {
    if (!index.heard(leaf, host.nowNanos())) {
      refuse(leaf, "search of a stranger");
      return;
    }
    router.search(
        search.key(),
        (hops, providers) ->
            host.send(
                leaf, new UnstructuredMessage.LeafAnswer(search.requestId(), hops, providers)));
  }

  private void onPing(PeerAddress from, UnstructuredMessage.Ping ping) {
    boolean known = index.heard(from, host.nowNanos()) || links.contains(from);
    host.send(
        from,
        new UnstructuredMessage.Pong(
            ping.requestId(), index.leaves(), known, index.digest(from), links.some()));
  }

  private void onAttach(PeerAddress leaf, UnstructuredMessage.Attach attach) {
    boolean room = index.contains(leaf) || index.leaves() <= config.leavesMax();
    if (room) {
      index.detach(leaf);
      index.attach(leaf, host.nowNanos());
      index.add(leaf, attach.keys());
    }
    host.send(leaf, new UnstructuredMessage.Attached(attach.requestId(), room, links.some()));
  }

  private void onIndexChange(PeerAddress leaf, UnstructuredMessage.IndexChange change) {
    if (!index.heard(leaf, host.nowNanos())) {
      refuse(leaf, "index of a stranger");
    } else if (!change.added()) {
      index.remove(leaf, change.keys());
    } else if (!index.add(leaf, change.keys())) {
      refuse(leaf, "index too large");
    }
  }

  private void refuse(PeerAddress peer, String reason) {
    host.emit(new NodeEvent.MessageRefused(peer, reason));
  }

  @Override
  public void onTimer(Timer timer) {
    if (timer == PendingRequests.Expiry.DUE) {
      pending.onTimer();
    } else if (timer instanceof QueryRouter.Overdue overdue) {
      router.onOverdue(overdue);
    } else if (timer == Alarm.MAINTAIN) {
      links.maintain();
      dropSilentLeaves();
      host.setTimer(timer, config.pingNanos());
    }
  }

  private void dropSilentLeaves() {
    long since = host.nowNanos() - SILENT_PERIODS * config.pingNanos();
    for (PeerAddress leaf : index.silentSince(since)) {
      index.detach(leaf);
      host.emit(new NodeEvent.PeerDropped(leaf));
    }
  }

  @Override
  public void onUnreachable(PeerAddress peer) {
    links.drop(peer);
    pending.onUnreachable(peer);
    if (index.contains(peer)) {
      pending.send(
          peer, UnstructuredMessage.Ping::new, config.pingTimeoutNanos(), new LeafProbe(peer));
    }
  }

  /** A leaf that is said to be unreachable is asked once, before its entries are dropped. */
  private final class LeafProbe implements ReplyHandler<UnstructuredMessage.Pong> {
    private final PeerAddress leaf;

    LeafProbe(PeerAddress leaf) {
      this.leaf = leaf;
    }

    @Override
    public void onReply(UnstructuredMessage.Pong reply) {
      index.heard(leaf, host.nowNanos());
    }

    @Override
    public void onFailure() {
      onUnreachableForGood(leaf);
    }
  }

  private void onUnreachableForGood(PeerAddress peer) {
    links.drop(peer);
    if (!peer.equals(host.self()) && index.detach(peer)) {
      host.emit(new NodeEvent.PeerDropped(peer));
    }
  }
}
