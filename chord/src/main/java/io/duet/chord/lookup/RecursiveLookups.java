package io.duet.chord.lookup;

import io.duet.chord.id.RingPeer;
import io.duet.chord.message.ChordMessage;
import io.duet.chord.ring.ChordConfig;
import io.duet.chord.ring.ChordContext;
import io.duet.chord.ring.RoutingState;
import io.duet.node.Peer;
import io.duet.node.Timer;
import io.duet.node.TrafficClass;
import io.duet.rpc.ReplyHandler;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Recursive lookups: each member forwards the lookup, and the last one answers the origin, directly
 * or back along the same path (F. Dabek et al., "Designing a DHT for low latency and high
 * throughput", NSDI 2004, section 4.2). Each hop acknowledges the lookup at once; a member that
 * does not is passed by. The origin recognises the answer by a random number. When none comes in a
 * quarter of the lookup's deadline, the origin looks the position up iteratively.
 *
 * <p>Messages: {@link ChordMessage.RouteLookup}, {@link ChordMessage.RouteAck}, {@link
 * ChordMessage.RouteResult}. Timers: {@link Overdue}. At most 4,096 lookups of the member's own,
 * and as many of others, are remembered.
 */
public final class RecursiveLookups {
  private static final int HOPS_MAX = 128;
  private static final int OPEN_MAX = 4_096;
  private static final int ALTERNATIVES = 3;

  private record Open(long target, TrafficClass purpose, Lookups.Listener listener) {}

  /** Where the answer to a lookup that was handed on goes back to, until a time. */
  private record WayBack(Peer to, long untilNanos) {}

  /** Rings when a recursive lookup may have gone astray. */
  public record Overdue(long nonce) implements Timer {}

  private final ChordContext node;
  private final Map<Long, Open> open = new LinkedHashMap<>();
  private final Map<Long, WayBack> waysBack = new LinkedHashMap<>();

  RecursiveLookups(ChordContext node) {
    this.node = node;
  }

  void start(long target, TrafficClass purpose, Lookups.Listener listener) {
    RoutingState routing = node.routing();
    if (routing.owns(target) || routing.precedes(target) || open.size() >= OPEN_MAX) {
      new IterativeLookup(node, target, purpose, listener).start();
      return;
    }
    long nonce = node.host().random().nextLong();
    open.put(nonce, new Open(target, purpose, listener));
    node.host().setTimer(new Overdue(nonce), node.config().lookupNanos() / 4);
    boolean direct = node.config().lookup() == ChordConfig.Mode.RECURSIVE_DIRECT;
    ChordMessage.RouteLookup route =
        new ChordMessage.RouteLookup(
            0, nonce, target, routing.self().peer(), direct, 0, 0, purpose);
    new HandingOn(route).start();
  }

  /** Takes a lookup that another member hands on. */
  public void pass(Peer from, ChordMessage.RouteLookup route) {
    if (route.hops() > HOPS_MAX) {
      node.refuse(from, "too many hops");
      return;
    }
    node.host().send(from, new ChordMessage.RouteAck(route.requestId(), route.purpose()));
    if (node.routing().precedes(route.target())) {
      Peer to = route.direct() ? route.origin() : from;
      node.host().send(to, answer(route));
    } else {
      if (!route.direct()) {
        remember(route.nonce(), from);
      }
      new HandingOn(route).start();
    }
  }

  private ChordMessage.RouteResult answer(ChordMessage.RouteLookup route) {
    RoutingState routing = node.routing();
    return new ChordMessage.RouteResult(
        route.nonce(),
        route.hops(),
        route.timeouts(),
        routing.self(),
        routing.following(),
        route.purpose());
  }

  private Peer back(ChordMessage.RouteLookup route) {
    WayBack back = waysBack.remove(route.nonce());
    return back == null ? route.origin() : back.to;
  }

  private void remember(long nonce, Peer from) {
    long now = node.host().nowNanos();
    Iterator<WayBack> oldest = waysBack.values().iterator();
    while (oldest.hasNext() && (waysBack.size() >= OPEN_MAX || oldest.next().untilNanos <= now)) {
      oldest.remove();
    }
    waysBack.put(nonce, new WayBack(from, now + node.config().lookupNanos()));
  }

  /** Hands a lookup to the next member, and to another when that one does not take it. */
  private final class HandingOn implements ReplyHandler<ChordMessage.RouteAck> {
    private final ChordMessage.RouteLookup route;
    private final List<Peer> tried = new ArrayList<>(1);
    private RingPeer next;

    HandingOn(ChordMessage.RouteLookup route) {
      this.route = route;
      this.next = node.routing().self();
    }

    void start() {
      if (!tried.isEmpty() && node.routing().precedes(route.target())) {
        answer(); // all in between were dead
        return;
      }
      for (RingPeer peer : node.routing().closestPreceding(route.target(), ALTERNATIVES)) {
        if (!tried.contains(peer.peer())) {
          next = peer;
          tried.add(peer.peer());
          node.ask(peer.peer(), this::oneHopFarther, this);
          return;
        }
      }
    }

    private void answer() {
      ChordMessage.RouteLookup last = oneHopFarther(0);
      Peer to = route.direct() ? route.origin() : back(route);
      node.host().send(to, RecursiveLookups.this.answer(last));
    }

    private ChordMessage.RouteLookup oneHopFarther(int requestId) {
      int timeouts = route.timeouts() + tried.size() - 1;
      return new ChordMessage.RouteLookup(
          requestId,
          route.nonce(),
          route.target(),
          route.origin(),
          route.direct(),
          route.hops() + tried.size(),
          timeouts,
          route.purpose());
    }

    @Override
    public void onReply(ChordMessage.RouteAck reply) {
      node.heardFrom(next);
    }

    @Override
    public void onFailure() {
      node.silent(next);
      start();
    }
  }

  /** Takes the answer to a lookup that was started here, or hands it on towards its origin. */
  public void end(Peer from, ChordMessage.RouteResult routed) {
    WayBack back = waysBack.remove(routed.nonce());
    Open ended = open.get(routed.nonce());
    if (back != null) {
      node.host().send(back.to, routed);
    } else if (ended == null || !isFrom(from, routed, ended.target)) {
      node.refuse(from, "answer to no lookup");
    } else {
      open.remove(routed.nonce());
      int hops = Math.max(0, Math.min(HOPS_MAX, routed.hops()));
      int timeouts = Math.max(0, Math.min(hops, routed.timeouts()));
      Lookups.Cost cost = new Lookups.Cost(hops, timeouts, hops - timeouts);
      ended.listener.onOwner(routed.owners(), routed.before(), cost);
    }
  }

  /** Only the last member itself may answer directly; what comes back hop by hop is hearsay. */
  private boolean isFrom(Peer from, ChordMessage.RouteResult routed, long target) {
    boolean direct = node.config().lookup() == ChordConfig.Mode.RECURSIVE_DIRECT;
    return (!direct || from.equals(routed.before().peer()))
        && IterativeLookup.areOwners(routed.owners(), target, routed.before());
  }

  /** Starts a lookup again that nobody has answered. */
  public void overdue(Overdue timer) {
    Open ended = open.remove(timer.nonce());
    if (ended != null) {
      new IterativeLookup(node, ended.target, ended.purpose, ended.listener).startAfterTimeout();
    }
  }
}
