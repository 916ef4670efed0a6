package io.duet.chord.storage;

import io.duet.chord.id.RingPeer;
import io.duet.chord.lookup.Lookups;
import io.duet.node.Peer;
import java.util.List;
import java.util.function.Consumer;

/** Passes on the owner of a key and the members after it, the owner first. */
record FindKeepers(int count, Consumer<List<Peer>> whenDone) implements Lookups.Listener {

  @Override
  public void onOwner(List<RingPeer> owners, RingPeer before, Lookups.Cost cost) {
    whenDone.accept(owners.stream().limit(count).map(RingPeer::peer).toList());
  }

  @Override
  public void onNoOwner(Lookups.Cost cost) {
    whenDone.accept(List.of());
  }
}
