package io.duet.chord.maintenance;

import io.duet.chord.id.RingPeer;
import io.duet.chord.message.ChordMessage;
import io.duet.chord.ring.BootstrapPeers;
import io.duet.chord.ring.ChordContext;
import io.duet.chord.ring.RingListener;
import io.duet.chord.ring.RoutingState;
import io.duet.node.Message;
import io.duet.node.PeerAddress;
import java.util.List;

/**
 * Maintains a member's place in the ring: one object for each rule, and the handling of messages.
 */
public final class RingMaintenance implements RingListener {
  private final ChordContext node;
  private final Stabilize stabilization;
  private final FixFingers fingers;
  private final Join joining;

  public RingMaintenance(ChordContext node, BootstrapPeers contacts) {
    this.node = node;
    this.stabilization = new Stabilize(node);
    this.fingers = new FixFingers(node);
    this.joining = new Join(node, contacts, stabilization, fingers);
  }

  public Join joining() {
    return joining;
  }

  public Stabilize stabilization() {
    return stabilization;
  }

  public FixFingers fingers() {
    return fingers;
  }

  /** Handles a message about neighbours; false if it is about something else. */
  public boolean onMessage(PeerAddress from, Message message) {
    if (message instanceof ChordMessage.GetPredecessor get) {
      RingPeer before = node.view().predecessor();
      node.host().send(from, new ChordMessage.Predecessor(get.requestId(), before));
    } else if (message instanceof ChordMessage.GetNeighbors get) {
      node.host().send(from, neighbors(get));
    } else if (message instanceof ChordMessage.Notify) {
      Notify.receive(node, stabilization, RingPeer.of(from));
    } else if (message instanceof ChordMessage.SuccessorChanged) {
      onPoke(from);
    } else if (message instanceof ChordMessage.Leaving) {
      GracefulLeave.receive(node, stabilization, RingPeer.of(from));
    } else {
      return false;
    }
    return true;
  }

  private ChordMessage.Neighbors neighbors(ChordMessage.GetNeighbors get) {
    RoutingState view = node.view();
    List<RingPeer> successors = List.copyOf(view.successors());
    return new ChordMessage.Neighbors(get.requestId(), view.predecessor(), successors);
  }

  private void onPoke(PeerAddress from) {
    if (from.equals(node.view().successor().address())) {
      stabilization.start();
    }
  }

  @Override
  public void silent(RingPeer peer) {
    FailureConfirmation.of(node, peer);
  }

  @Override
  public void stabilized() {
    joining.startIfFew();
  }
}
