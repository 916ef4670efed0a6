package io.duet.chord.lookup;

import io.duet.chord.id.RingPeer;
import io.duet.chord.message.ChordMessage;
import io.duet.chord.ring.ChordConfig;
import io.duet.chord.ring.ChordContext;
import io.duet.chord.ring.RoutingState;
import io.duet.node.Peer;
import io.duet.node.Timer;
import io.duet.node.TrafficClass;
import io.duet.overlay.trace.SearchTrace;
import io.duet.rpc.ReplyHandler;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Recursive lookups: each member forwards the lookup, and the last one sends the result to the
 * origin, directly or back along the same path (F. Dabek et al., "Designing a DHT for low latency
 * and high throughput", NSDI 2004, section 4.2). Each hop acknowledges the lookup at once; a member
 * that does not is bypassed. The origin recognizes the result by a random number. After a quarter
 * of the lookup's deadline without a result, the origin looks the position up iteratively.
 *
 * <p>Messages: {@link ChordMessage.RouteLookup}, {@link ChordMessage.RouteAck}, {@link
 * ChordMessage.RouteResult}. Timers: {@link Overdue}. Bounds: 4,096 lookups of the member's own,
 * and as many forwarded ones whose result returns through it.
 */
public final class RecursiveLookups {
  private static final int HOPS_MAX = 128;
  private static final int OPEN_MAX = 4_096;
  private static final int ALTERNATIVES = 3;

  private record Open(long target, TrafficClass trafficClass, Lookups.Listener listener) {}

  /** The previous hop of a forwarded lookup, remembered until {@code untilNanos}. */
  private record PreviousHop(Peer to, long untilNanos) {}

  /** Fires when a recursive lookup has had no result. */
  public record Overdue(long nonce) implements Timer {}

  private final ChordContext node;
  private final Map<Long, Open> open = new LinkedHashMap<>();
  private final Map<Long, PreviousHop> previousHops = new LinkedHashMap<>();

  RecursiveLookups(ChordContext node) {
    this.node = node;
  }

  void start(long target, TrafficClass trafficClass, Lookups.Listener listener) {
    RoutingState routing = node.routing();
    if (routing.owns(target) || routing.precedes(target) || open.size() >= OPEN_MAX) {
      new IterativeLookup(node, target, trafficClass, listener).start();
      return;
    }
    if (listener.trace() != null) {
      for (RingPeer peer : routing.closestPreceding(target, 1)) {
        listener.trace().learned(peer.peer(), routing.tableOf(peer));
        listener.trace().asked(peer.peer(), "forward the lookup", node.host().nowNanos());
      }
    }
    long nonce = node.host().random().nextLong();
    open.put(nonce, new Open(target, trafficClass, listener));
    node.host().setTimer(new Overdue(nonce), node.config().lookupNanos() / 4);
    boolean direct = node.config().lookup() == ChordConfig.Mode.RECURSIVE_DIRECT;
    ChordMessage.RouteLookup route =
        new ChordMessage.RouteLookup(
            0, nonce, target, routing.self().peer(), direct, 0, 0, trafficClass);
    new Forward(route).start();
  }

  /** Handles a lookup that another member forwards. */
  public void forward(Peer from, ChordMessage.RouteLookup route) {
    if (route.hops() > HOPS_MAX) {
      node.refuse(from, "too many hops");
      return;
    }
    node.host().send(from, new ChordMessage.RouteAck(route.requestId(), route.trafficClass()));
    if (node.routing().precedes(route.target())) {
      Peer to = route.direct() ? route.origin() : from;
      node.host().send(to, answer(route));
    } else {
      if (!route.direct()) {
        remember(route.nonce(), from);
      }
      new Forward(route).start();
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
        route.trafficClass());
  }

  private void remember(long nonce, Peer from) {
    long now = node.host().nowNanos();
    Iterator<PreviousHop> oldest = previousHops.values().iterator();
    boolean full = previousHops.size() >= OPEN_MAX;
    while (oldest.hasNext() && (oldest.next().untilNanos <= now || full)) {
      oldest.remove();
      full = false;
    }
    previousHops.put(nonce, new PreviousHop(from, now + node.config().lookupNanos()));
  }

  /** Forwards a lookup to the next member, and to another one if that does not acknowledge it. */
  private final class Forward {
    private final ChordMessage.RouteLookup route;
    private final List<Peer> tried = new ArrayList<>(1);

    Forward(ChordMessage.RouteLookup route) {
      this.route = route;
    }

    void start() {
      if (!tried.isEmpty() && node.routing().precedes(route.target())) {
        answer(); // all members in between were dead
        return;
      }
      for (RingPeer peer : node.routing().closestPreceding(route.target(), ALTERNATIVES)) {
        if (!tried.contains(peer.peer())) {
          tried.add(peer.peer());
          node.ask(
              peer.peer(),
              this::nextHop,
              ReplyHandler.of(ack -> node.replied(peer), () -> bypass(peer)));
          return;
        }
      }
    }

    private void answer() {
      PreviousHop previous = route.direct() ? null : previousHops.remove(route.nonce());
      Peer to = previous == null ? route.origin() : previous.to;
      node.host().send(to, RecursiveLookups.this.answer(nextHop(0)));
    }

    private ChordMessage.RouteLookup nextHop(int requestId) {
      return new ChordMessage.RouteLookup(
          requestId,
          route.nonce(),
          route.target(),
          route.origin(),
          route.direct(),
          route.hops() + tried.size(),
          route.timeouts() + tried.size() - 1,
          route.trafficClass());
    }

    private void bypass(RingPeer dead) {
      node.timedOut(dead);
      start();
    }
  }

  /** Handles the result of a lookup of this member, or forwards it towards the origin. */
  public void end(Peer from, ChordMessage.RouteResult routed) {
    PreviousHop previous = previousHops.remove(routed.nonce());
    Open ended = open.get(routed.nonce());
    if (previous != null) {
      node.host().send(previous.to, routed);
    } else if (ended == null || !isFrom(from, routed, ended.target)) {
      node.refuse(from, "answer to no lookup");
    } else {
      open.remove(routed.nonce());
      int hops = Math.max(0, Math.min(HOPS_MAX, routed.hops()));
      int timeouts = Math.max(0, Math.min(hops, routed.timeouts()));
      Lookups.Cost cost = new Lookups.Cost(hops, timeouts, hops - timeouts);
      trace(ended.listener, routed, cost);
      ended.listener.onOwner(routed.owners(), routed.before(), cost);
    }
  }

  /** Notes the result of a lookup, whose hops between the first and the last are not visible. */
  private void trace(
      Lookups.Listener listener, ChordMessage.RouteResult routed, Lookups.Cost cost) {
    SearchTrace trace = listener.trace();
    if (trace != null) {
      trace.endOpen("owner, named after " + cost.hops() + " hops", node.host().nowNanos());
      String source = "reply of " + routed.before().peer();
      routed.owners().forEach(owner -> trace.learned(owner.peer(), source));
    }
  }

  /** A direct result must come from the last member itself; a returned one cannot be checked. */
  private boolean isFrom(Peer from, ChordMessage.RouteResult routed, long target) {
    boolean direct = node.config().lookup() == ChordConfig.Mode.RECURSIVE_DIRECT;
    return (!direct || from.equals(routed.before().peer()))
        && IterativeLookup.areOwners(routed.owners(), target, routed.before());
  }

  /** Starts an iterative lookup in place of one without a result. */
  public void overdue(Overdue timer) {
    Open ended = open.remove(timer.nonce());
    if (ended != null) {
      if (ended.listener.trace() != null) {
        ended.listener.trace().endOpen("timeout", node.host().nowNanos());
      }
      new IterativeLookup(node, ended.target, ended.trafficClass, ended.listener)
          .startAfterTimeout();
    }
  }
}
