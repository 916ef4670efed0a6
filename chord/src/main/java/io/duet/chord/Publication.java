package io.duet.chord;

import io.duet.node.Key;
import io.duet.node.NodeEvent;
import io.duet.node.ReplyHandler;
import java.util.ArrayList;
import java.util.List;

/** One announcement of a content: a lookup of the key's owner, then the record is stored there. */
final class Publication implements Lookup.Listener, ReplyHandler<ChordMessage.Stored> {
  private static final int TRIES_MAX = 3;

  private final ChordNode node;
  private final Key key;
  private final List<RingPeer> owners = new ArrayList<>(4);
  private RingPeer asked;
  private int tries;

  Publication(ChordNode node, Key key) {
    this.node = node;
    this.key = key;
    this.asked = node.view().self();
  }

  @Override
  public void onOwner(List<RingPeer> found, RingPeer before, Lookup.Cost cost) {
    owners.addAll(found);
    storeAtNext();
  }

  private void storeAtNext() {
    if (owners.isEmpty() || tries++ >= TRIES_MAX) {
      return; // announced anew in the next period
    }
    RingPeer owner = owners.remove(0);
    int seconds = node.config().recordSeconds();
    asked = owner;
    if (owner.equals(node.view().self())) {
      end(node.keeper().keep(key, owner.address(), seconds));
    } else {
      node.ask(owner.address(), id -> new ChordMessage.StoreRecord(id, key, seconds), this);
    }
  }

  @Override
  public void onNoOwner(Lookup.Cost cost) {
    // announced anew in the next period
  }

  @Override
  public void onReply(ChordMessage.Stored reply) {
    end(reply.accepted());
  }

  private void end(boolean accepted) {
    if (accepted) {
      node.host().emit(new NodeEvent.Announced(key, asked.address()));
    } else {
      storeAtNext();
    }
  }

  @Override
  public void onFailure() {
    storeAtNext();
  }
}
