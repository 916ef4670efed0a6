package io.duet.chord;

import io.duet.node.Message;
import io.duet.node.PeerAddress;
import java.util.List;

/**
 * Maintains a member's place in the ring: one object for each rule, and the handling of messages.
 */
final class RingMaintenance implements RingListener {
  private final ChordContext node;
  private final Stabilization stabilization;
  private final FingerFixing fingers;
  private final Joining joining;

  RingMaintenance(ChordContext node, Contacts contacts) {
    this.node = node;
    this.stabilization = new Stabilization(node);
    this.fingers = new FingerFixing(node);
    this.joining = new Joining(node, contacts, stabilization, fingers);
  }

  Joining joining() {
    return joining;
  }

  Stabilization stabilization() {
    return stabilization;
  }

  FingerFixing fingers() {
    return fingers;
  }

  /** Handles a message about neighbours; false if it is about something else. */
  boolean onMessage(PeerAddress from, Message message) {
    if (message instanceof ChordMessage.GetPredecessor get) {
      RingPeer before = node.view().predecessor();
      node.host().send(from, new ChordMessage.Predecessor(get.requestId(), before));
    } else if (message instanceof ChordMessage.GetNeighbors get) {
      node.host().send(from, neighbors(get));
    } else if (message instanceof ChordMessage.Notify) {
      Notify.receive(node, stabilization, RingPeer.of(from));
    } else if (message instanceof ChordMessage.Poke) {
      onPoke(from);
    } else if (message instanceof ChordMessage.Leaving) {
      Farewell.receive(node, stabilization, RingPeer.of(from));
    } else {
      return false;
    }
    return true;
  }

  private ChordMessage.Neighbors neighbors(ChordMessage.GetNeighbors get) {
    RingView view = node.view();
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
    Suspicion.of(node, peer);
  }

  @Override
  public void stabilized() {
    joining.startIfFew();
  }
}
