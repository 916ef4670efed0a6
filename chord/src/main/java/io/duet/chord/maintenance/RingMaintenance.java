package io.duet.chord.maintenance;

import io.duet.chord.id.RingPeer;
import io.duet.chord.message.ChordMessage;
import io.duet.chord.ring.ChordContext;
import io.duet.chord.ring.RoutingState;
import io.duet.node.Message;
import io.duet.node.Peer;
import io.duet.overlay.OverlayEvent;
import io.duet.rpc.ReplyHandler;
import java.util.List;

/**
 * Maintains a member's place in the ring: holds the rules that have state, handles the messages of
 * all, confirms failures and leaves.
 *
 * <p>Messages out: {@link ChordMessage.Leaving}, {@link ChordMessage.GetPredecessor}, and replies.
 */
public final class RingMaintenance {
  private final ChordContext node;
  private final Stabilize stabilize;
  private final FixFingers fixFingers;
  private final Join join;

  /** The rules of a node that may join through the first {@code contactCount} contacts. */
  public RingMaintenance(ChordContext node, List<Peer> contacts, int contactCount) {
    this.node = node;
    this.stabilize = new Stabilize(node);
    this.fixFingers = new FixFingers(node);
    this.join = new Join(node, this, contacts, contactCount);
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
    RoutingState routing = node.routing();
    if (message instanceof ChordMessage.GetPredecessor get) {
      RingPeer before = routing.predecessor();
      node.host().send(from, new ChordMessage.Predecessor(get.requestId(), before));
    } else if (message instanceof ChordMessage.GetNeighbors get) {
      List<RingPeer> list = List.copyOf(routing.successors());
      RingPeer before = routing.predecessor();
      node.host().send(from, new ChordMessage.Neighbors(get.requestId(), before, list));
    } else if (message instanceof ChordMessage.Notify) {
      Notify.receive(node, stabilize, from);
    } else if (message instanceof ChordMessage.Leaving) {
      onLeaving(RingPeer.of(from));
    } else if (!(message instanceof ChordMessage.SuccessorChanged)) {
      return false;
    } else if (from.equals(routing.successor().peer())) {
      stabilize.start();
    }
    return true;
  }

  /** Graceful leave: notifies both neighbors, which drop this member at once and stabilize. */
  public void leave() {
    Message leaving = new ChordMessage.Leaving();
    node.host().send(node.routing().successor().peer(), leaving);
    RingPeer before = node.routing().predecessor();
    if (before != null) {
      node.host().send(before.peer(), leaving);
    }
  }

  private void onLeaving(RingPeer leaving) {
    boolean neighbor = node.routing().isNeighbor(leaving);
    if (node.routing().forget(leaving)) {
      node.host().emit(new OverlayEvent.PeerLeft(leaving.peer()));
      stabilize.start();
    }
    if (neighbor) {
      node.neighborLost(leaving);
    }
  }

  /**
   * Failure confirmation: drops an unresponsive peer at once, but one in the successor list only
   * after a second unanswered request, so that one lost message does not shorten the list.
   */
  public void confirmFailure(RingPeer suspect) {
    if (node.routing().lists(suspect)) {
      node.ask(
          suspect.peer(),
          ChordMessage.GetPredecessor::new,
          ReplyHandler.of(alive -> {}, () -> node.drop(suspect)));
    } else {
      node.drop(suspect);
    }
  }
}
