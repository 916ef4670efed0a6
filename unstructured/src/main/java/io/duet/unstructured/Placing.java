package io.duet.unstructured;

import io.duet.node.PeerAddress;
import io.duet.overlay.Placement;
import io.duet.rpc.ReplyHandler;
import java.util.List;
import java.util.function.Consumer;

/** A leaf's question to its super-peer for a peer with a file, or with room for it. */
record Placing(Consumer<Placement> whenDone) implements ReplyHandler<LeafMessage.Placed> {

  @Override
  public void onReply(LeafMessage.Placed reply) {
    List<PeerAddress> peers = reply.peers();
    if (peers.isEmpty()) {
      accept(Placement.without(Placement.Fate.NO_ROOM));
    } else {
      Placement.Fate fate = reply.held() ? Placement.Fate.HELD : Placement.Fate.ROOM;
      accept(new Placement(fate, peers.get(0)));
    }
  }

  @Override
  public void onFailure() {
    accept(Placement.without(Placement.Fate.FAILED));
  }

  private void accept(Placement placement) {
    whenDone.accept(placement);
  }
}
