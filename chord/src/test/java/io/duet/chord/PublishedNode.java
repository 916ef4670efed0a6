package io.duet.chord;

import io.duet.chord.id.RingId;
import io.duet.chord.id.RingPeer;
import io.duet.chord.message.ChordMessage;
import io.duet.chord.ring.RoutingState;
import io.duet.node.Host;
import io.duet.node.Message;
import io.duet.node.Node;
import io.duet.node.Peer;
import io.duet.node.Timer;
import io.duet.node.TrafficClass;
import io.duet.rpc.PeerRequests;
import io.duet.rpc.PendingRequests;
import io.duet.rpc.Reply;
import io.duet.rpc.ReplyHandler;
import io.duet.rpc.RetryPolicy;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A member of a ring by the rules published in 2001 (SIGCOMM, figure 6 and section E.3), which can
 * lose the ring. A node that joins learns one successor. Stabilize adopts the successor's
 * predecessor without checking that it lives. The member reconciles its list with the successor's
 * now and then, and drops a predecessor that does not reply. It is the control of an exploration.
 *
 * <p>Messages: those of {@link ChordMessage} for joining, stabilize and notify. Timers: {@link
 * Alarm}.
 */
final class PublishedNode implements Node {
  private static final RetryPolicy POLICY = RetryPolicy.fixed(1);

  /** What this node sets its alarm for. */
  enum Alarm implements Timer {
    STABILIZE,
    RECONCILE,
    CHECK_PREDECESSOR
  }

  private final Host host;
  private final int successorsMax;
  private final Peer contact;
  private final PeerRequests requests;
  private final RoutingState routing;
  private boolean joined;

  PublishedNode(Host host, int successorsMax, Peer contact) {
    this.host = host;
    this.successorsMax = successorsMax;
    this.contact = contact;
    this.requests = new PeerRequests(host);
    this.routing = new RoutingState(RingPeer.of(host.self()), 1);
  }

  RoutingState routing() {
    return routing;
  }

  boolean isJoined() {
    return joined;
  }

  @Override
  public void start() {
    findSuccessor(RingPeer.of(contact));
  }

  private void findSuccessor(RingPeer asked) {
    long self = routing.self().id();
    ask(
        asked,
        id -> new ChordMessage.FindNextHop(id, self, TrafficClass.MAINTENANCE),
        this::onNextHops,
        () -> {});
  }

  private void onNextHops(ChordMessage.NextHops reply) {
    RingPeer next = reply.peers().get(0);
    if (reply.ownerKnown()) {
      routing.assemble(null, new RingPeer[] {next});
      becomeMember();
    } else {
      findSuccessor(next);
    }
  }

  void becomeMember() {
    joined = true;
    for (Alarm alarm : Alarm.values()) {
      host.setTimer(alarm, 0);
    }
  }

  private <R extends Reply> void ask(
      RingPeer peer,
      PendingRequests.Template<R> template,
      Consumer<R> onReply,
      Runnable onFailure) {
    requests.send(peer.peer(), template, POLICY, new Asked<>(onReply, onFailure));
  }

  private record Asked<R extends Reply>(Consumer<R> then, Runnable otherwise)
      implements ReplyHandler<R> {
    @Override
    public void onReply(R reply) {
      then.accept(reply);
    }

    @Override
    public void onFailure() {
      otherwise.run();
    }
  }

  @Override
  public void onTimer(Timer timer) {
    host.setTimer(timer, 0);
    if (timer == Alarm.STABILIZE) {
      askSuccessor(this::stabilize);
    } else if (timer == Alarm.RECONCILE) {
      askSuccessor(this::reconcile);
    } else {
      checkPredecessor();
    }
  }

  private void askSuccessor(Consumer<ChordMessage.Neighbors> then) {
    RingPeer successor = routing.successor();
    if (!routing.isAlone()) {
      ask(successor, ChordMessage.GetNeighbors::new, then, () -> routing.forget(successor));
    }
  }

  private void stabilize(ChordMessage.Neighbors reply) {
    RingPeer better = reply.predecessor();
    RingPeer successor = routing.successor();
    if (better != null && RingId.isBetween(routing.self().id(), better.id(), successor.id())) {
      List<RingPeer> rest = routing.successors().subList(1, routing.successors().size());
      routing.adoptSuccessors(better, rest, successorsMax);
    }
    host.send(routing.successor().peer(), new ChordMessage.Notify());
  }

  private void reconcile(ChordMessage.Neighbors reply) {
    routing.adoptSuccessors(routing.successor(), reply.successors(), successorsMax);
  }

  private void checkPredecessor() {
    RingPeer before = routing.predecessor();
    if (before != null) {
      ask(before, ChordMessage.GetPredecessor::new, reply -> {}, () -> forget(before));
    }
  }

  private void forget(RingPeer before) {
    if (before.equals(routing.predecessor())) {
      routing.predecessor(null);
    }
  }

  @Override
  public void onMessage(Peer from, Message message) {
    if (message instanceof Reply reply) {
      requests.onReply(from, reply);
    } else if (message instanceof ChordMessage.FindNextHop find) {
      host.send(from, nextHops(find));
    } else if (message instanceof ChordMessage.GetNeighbors get) {
      host.send(from, new ChordMessage.Neighbors(get.requestId(), routing.predecessor(), list()));
    } else if (message instanceof ChordMessage.GetPredecessor get) {
      host.send(from, new ChordMessage.Predecessor(get.requestId(), routing.predecessor()));
    } else if (message instanceof ChordMessage.Notify) {
      onNotify(RingPeer.of(from));
    }
  }

  private List<RingPeer> list() {
    return List.copyOf(routing.successors());
  }

  private ChordMessage.NextHops nextHops(ChordMessage.FindNextHop find) {
    return new ChordMessage.NextHops(
        find.requestId(),
        routing.precedes(find.target()),
        list().subList(0, 1),
        List.of(),
        find.trafficClass());
  }

  private void onNotify(RingPeer candidate) {
    @Nullable RingPeer before = routing.predecessor();
    if (before == null || RingId.isBetween(before.id(), candidate.id(), routing.self().id())) {
      routing.predecessor(candidate);
    }
  }

  @Override
  public void onUnreachable(Peer peer) {
    requests.onUnreachable(peer);
  }
}
