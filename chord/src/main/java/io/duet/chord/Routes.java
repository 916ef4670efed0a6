package io.duet.chord;

import io.duet.node.PeerAddress;
import io.duet.node.Purpose;
import io.duet.node.Timer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Recursive lookups: members hand the lookup on, and the last one answers the origin directly. The
 * origin recognises the answer by a random number. When none comes in time, the lookup starts again
 * iteratively, which finds its way around dead members.
 */
final class Routes {
  private static final int HOPS_MAX = 128;
  private static final int OPEN_MAX = 4_096;

  private record Open(long target, Purpose purpose, Lookup.Listener listener) {}

  /** Rings when a recursive lookup may have gone astray. */
  record Overdue(long nonce) implements Timer {}

  private final ChordNode node;
  private final Map<Long, Open> open = new LinkedHashMap<>();

  Routes(ChordNode node) {
    this.node = node;
  }

  void start(long target, Purpose purpose, Lookup.Listener listener) {
    RingView view = node.view();
    if (view.owns(target) || view.precedes(target) || open.size() >= OPEN_MAX) {
      new Lookup(node, target, purpose, listener).start();
      return;
    }
    long nonce = node.host().random().nextLong();
    open.put(nonce, new Open(target, purpose, listener));
    node.host().setTimer(new Overdue(nonce), 2 * node.config().requestNanos());
    PeerAddress self = view.self().address();
    pass(self, new ChordMessage.Route(nonce, target, self, 0, purpose));
  }

  /** Hands a lookup on, or answers its origin. */
  void pass(PeerAddress from, ChordMessage.Route route) {
    if (route.hops() >= HOPS_MAX) {
      node.refuse(from, "too many hops");
    } else if (node.view().precedes(route.target())) {
      List<RingPeer> owners = node.view().following();
      node.host()
          .send(
              route.origin(),
              new ChordMessage.Routed(route.nonce(), route.hops(), owners, route.purpose()));
    } else {
      for (RingPeer next : node.view().closestPreceding(route.target(), 1)) {
        node.host().send(next.address(), oneHopFarther(route));
      }
    }
  }

  private static ChordMessage.Route oneHopFarther(ChordMessage.Route route) {
    return new ChordMessage.Route(
        route.nonce(), route.target(), route.origin(), route.hops() + 1, route.purpose());
  }

  /** Takes the answer to a lookup that was started here. */
  void end(PeerAddress from, ChordMessage.Routed routed) {
    Open ended = open.get(routed.nonce());
    RingPeer before = RingPeer.of(from);
    if (ended == null || !Lookup.areOwners(routed.owners(), ended.target, before)) {
      node.refuse(from, "answer to no lookup");
      return;
    }
    open.remove(routed.nonce());
    int hops = Math.min(HOPS_MAX, routed.hops());
    ended.listener.onOwner(routed.owners(), before, new Lookup.Cost(hops, 0));
  }

  /** Starts a lookup again that nobody has answered. */
  void overdue(Overdue timer) {
    Open ended = open.remove(timer.nonce());
    if (ended != null) {
      new Lookup(node, ended.target, ended.purpose, ended.listener).startAfterTimeout();
    }
  }
}
