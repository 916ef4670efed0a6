package io.duet.chord.maintenance;

import io.duet.chord.id.RingId;
import io.duet.chord.id.RingPeer;
import io.duet.chord.message.ChordMessage;
import io.duet.chord.ring.ChordContext;
import io.duet.chord.ring.RoutingState;
import io.duet.rpc.ReplyHandler;
import java.util.List;

/**
 * Proximity neighbor selection: among a few members after the start of a finger's interval, the one
 * with the shortest round trip becomes the finger (F. Dabek et al., "Designing a DHT for low
 * latency and high throughput", NSDI 2004, section 4.1).
 */
final class ProximityNeighborSelection {
  private final ChordContext node;
  private final int index;
  private final RingPeer first;
  private float shortestMs = Float.MAX_VALUE;

  /** A selection for the finger {@code index}, whose interval begins with {@code first}. */
  ProximityNeighborSelection(ChordContext node, int index, RingPeer first) {
    this.node = node;
    this.index = index;
    this.first = first;
  }

  void start() {
    node.ask(
        first.peer(),
        ChordMessage.GetNeighbors::new,
        ReplyHandler.of(reply -> choose(reply.successors()), () -> node.timedOut(first)));
  }

  private void choose(List<RingPeer> others) {
    offer(first);
    others.stream()
        .filter(this::isInInterval)
        .limit(node.config().proximity() - 1)
        .forEach(this::measure);
  }

  private boolean isInInterval(RingPeer peer) {
    RoutingState routing = node.routing();
    return RingId.isBetween(routing.fingerStart(index) - 1, peer.id(), routing.fingerEnd(index));
  }

  private void measure(RingPeer peer) {
    if (Float.isNaN(node.roundTripMs(peer))) {
      node.ask(
          peer.peer(),
          ChordMessage.GetPredecessor::new,
          ReplyHandler.of(reply -> offer(peer), () -> node.timedOut(peer)));
    } else {
      offer(peer);
    }
  }

  private void offer(RingPeer peer) {
    float ms = node.roundTripMs(peer);
    if (ms < shortestMs) {
      shortestMs = ms;
      node.routing().finger(index, peer);
    }
  }
}
