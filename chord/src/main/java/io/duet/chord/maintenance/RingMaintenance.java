package io.duet.chord.maintenance;

import io.duet.chord.id.RingPeer;
import io.duet.chord.message.ChordMessage;
import io.duet.chord.ring.BootstrapPeers;
import io.duet.chord.ring.ChordContext;
import io.duet.chord.ring.RingListener;
import io.duet.chord.ring.RoutingState;
import io.duet.node.Message;
import io.duet.node.Peer;
import java.util.List;

/**
 * Maintains a member's place in the ring: holds the rules that have state, and handles the messages
 * of all.
 */
public final class RingMaintenance implements RingListener {
  private final ChordContext node;
  private final Stabilize stabilize;
  private final FixFingers fixFingers;
  private final Join join;

  public RingMaintenance(ChordContext node, BootstrapPeers contacts) {
    this.node = node;
    this.stabilize = new Stabilize(node);
    this.fixFingers = new FixFingers(node);
    this.join = new Join(node, contacts, stabilize, fixFingers);
  }

  public Join join() {
    return join;
  }

  public Stabilize stabilize() {
    return stabilize;
  }

  public FixFingers fixFingers() {
    return fixFingers;
  }

  /** Handles a maintenance message; returns false for any other. */
  public boolean onMessage(Peer from, Message message) {
    if (message instanceof ChordMessage.GetPredecessor get) {
      RingPeer before = node.routing().predecessor();
      node.host().send(from, new ChordMessage.Predecessor(get.requestId(), before));
    } else if (message instanceof ChordMessage.GetNeighbors get) {
      node.host().send(from, neighbors(get));
    } else if (message instanceof ChordMessage.Notify) {
      Notify.receive(node, stabilize, RingPeer.of(from));
    } else if (message instanceof ChordMessage.SuccessorChanged) {
      onSuccessorChanged(from);
    } else if (message instanceof ChordMessage.Leaving) {
      GracefulLeave.receive(node, stabilize, RingPeer.of(from));
    } else {
      return false;
    }
    return true;
  }

  private ChordMessage.Neighbors neighbors(ChordMessage.GetNeighbors get) {
    RoutingState routing = node.routing();
    List<RingPeer> successors = List.copyOf(routing.successors());
    return new ChordMessage.Neighbors(get.requestId(), routing.predecessor(), successors);
  }

  private void onSuccessorChanged(Peer from) {
    if (from.equals(node.routing().successor().peer())) {
      stabilize.start();
    }
  }

  @Override
  public void timedOut(RingPeer peer) {
    FailureConfirmation.of(node, peer);
  }

  @Override
  public void stabilized() {
    join.startIfFew();
  }
}
