package io.duet.unstructured.directory;

import io.duet.node.Peer;
import io.duet.overlay.ContentName;
import io.duet.overlay.Placement;
import io.duet.rpc.ReplyHandler;
import io.duet.unstructured.message.LeafMessage;
import io.duet.unstructured.node.NodeContext;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Announces a leaf's storage offer to its super-peers, and asks them for storage at other leaves.
 *
 * <p>Messages out: StorageOffer, FindStorage; in: StorageFound.
 */
public record LeafStorage(NodeContext context) {

  /** Sends the free space of the leaf, if it stores anything, to these super-peers. */
  public void offer(List<Peer> superPeers) {
    OptionalLong free = context.room();
    free.ifPresent(
        bytes ->
            superPeers.forEach(peer -> context.send(peer, new LeafMessage.StorageOffer(bytes))));
  }

  /** Asks a super-peer for a peer that has the file, or room for it; fails at once without one. */
  public void place(
      @Nullable Peer superPeer, ContentName name, long bytes, Consumer<Placement> whenDone) {
    if (superPeer == null) {
      whenDone.accept(Placement.without(Placement.Status.FAILED));
    } else {
      context.request(
          superPeer,
          id -> new LeafMessage.FindStorage(id, name, bytes),
          ReplyHandler.of(
              reply -> whenDone.accept(placement(reply)),
              () -> whenDone.accept(Placement.without(Placement.Status.FAILED))));
    }
  }

  private static Placement placement(LeafMessage.StorageFound reply) {
    Placement.Status status = reply.held() ? Placement.Status.HELD : Placement.Status.ROOM;
    return reply.peers().isEmpty()
        ? Placement.without(Placement.Status.NO_ROOM)
        : new Placement(status, reply.peers().get(0));
  }
}
