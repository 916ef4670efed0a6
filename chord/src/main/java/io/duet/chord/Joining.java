package io.duet.chord;

import io.duet.node.PeerAddress;
import io.duet.node.Purpose;
import io.duet.rpc.ReplyHandler;
import java.util.List;

/**
 * One try to join: a lookup of this node's own position, begun at a member, finds the member that
 * precedes it; that member's whole successor list is copied (Zave 2017, section 4).
 */
final class Joining implements Lookup.Listener, ReplyHandler<ChordMessage.Neighbors> {
  private static final int CONTACTS_MAX = 8;

  private final ChordNode node;
  private int tried;
  private RingPeer before;

  Joining(ChordNode node) {
    this.node = node;
    this.before = node.view().self();
  }

  /** Begins at one contact, or at another when that one does not answer. */
  void start() {
    PeerAddress contact = tried++ < CONTACTS_MAX ? node.nextContact() : null;
    if (contact == null) {
      node.joinLater();
    } else {
      long self = node.view().self().id();
      new Lookup(node, self, Purpose.MAINTENANCE, this).startAt(RingPeer.of(contact));
    }
  }

  @Override
  public void onOwner(List<RingPeer> owners, RingPeer member, Lookup.Cost cost) {
    before = member;
    node.ask(member.address(), ChordMessage.GetNeighbors::new, this);
  }

  @Override
  public void onReply(ChordMessage.Neighbors reply) {
    long self = node.view().self().id();
    List<RingPeer> list = reply.successors();
    if (list.isEmpty() || !RingId.isBetween(before.id(), self, list.get(0).id())) {
      node.joinLater(); // others joined meanwhile, or the position is taken
    } else {
      node.joined(before, list);
    }
  }

  @Override
  public void onNoOwner(Lookup.Cost cost) {
    start();
  }

  @Override
  public void onFailure() {
    node.joinLater();
  }
}
