package io.duet.chord.maintenance;

import io.duet.chord.id.RingId;
import io.duet.chord.id.RingPeer;
import io.duet.chord.message.ChordMessage;
import io.duet.chord.ring.ChordContext;
import io.duet.chord.ring.RoutingState;
import io.duet.rpc.ReplyHandler;
import java.util.ArrayList;
import java.util.List;

/**
 * Proximity neighbor selection: a finger is the member of its interval with the shortest round trip
 * among a few that follow the interval's start (F. Dabek et al., "Designing a DHT for low latency
 * and high throughput", NSDI 2004, section 4.1).
 */
final class ProximityNeighborSelection implements ReplyHandler<ChordMessage.Neighbors> {
  private final ChordContext node;
  private final int index;
  private final RingPeer first;
  private float shortestMs = Float.MAX_VALUE;

  /** The choice of one finger, whose interval begins with this member. */
  ProximityNeighborSelection(ChordContext node, int index, RingPeer first) {
    this.node = node;
    this.index = index;
    this.first = first;
  }

  void start() {
    node.ask(first.peer(), ChordMessage.GetNeighbors::new, this);
  }

  @Override
  public void onReply(ChordMessage.Neighbors reply) {
    offer(first);
    List<RingPeer> others = new ArrayList<>(reply.successors());
    others.removeIf(peer -> !isInInterval(peer));
    others.stream().limit(node.config().proximity() - 1).forEach(this::measure);
  }

  private boolean isInInterval(RingPeer peer) {
    RoutingState routing = node.routing();
    return RingId.isBetween(routing.fingerStart(index) - 1, peer.id(), routing.fingerEnd(index));
  }

  private void measure(RingPeer peer) {
    if (Float.isNaN(node.roundTripMs(peer))) {
      node.ask(peer.peer(), ChordMessage.GetPredecessor::new, new Measured(peer));
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

  private final class Measured implements ReplyHandler<ChordMessage.Predecessor> {
    private final RingPeer peer;

    Measured(RingPeer peer) {
      this.peer = peer;
    }

    @Override
    public void onReply(ChordMessage.Predecessor reply) {
      offer(peer);
    }

    @Override
    public void onFailure() {
      node.silent(peer);
    }
  }

  @Override
  public void onFailure() {
    node.silent(first);
  }
}
