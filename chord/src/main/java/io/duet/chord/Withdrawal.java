package io.duet.chord;

import io.duet.node.Key;
import java.util.List;

/** Takes an announcement back at the key's owner and those that follow it. */
final class Withdrawal implements Lookup.Listener {
  private final ChordNode node;
  private final Key key;

  Withdrawal(ChordNode node, Key key) {
    this.node = node;
    this.key = key;
  }

  @Override
  public void onOwner(List<RingPeer> owners, RingPeer before, Lookup.Cost cost) {
    ChordMessage.DropRecord drop = new ChordMessage.DropRecord(key);
    RingPeer self = node.view().self();
    for (RingPeer owner : owners) {
      if (owner.equals(self)) {
        node.keeper().drop(key, self.address());
      } else {
        node.host().send(owner.address(), drop);
      }
    }
  }

  @Override
  public void onNoOwner(Lookup.Cost cost) {
    // the record expires
  }
}
