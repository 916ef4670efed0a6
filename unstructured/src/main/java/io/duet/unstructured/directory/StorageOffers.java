package io.duet.unstructured.directory;

import io.duet.node.Message;
import io.duet.node.Peer;
import io.duet.overlay.ContentName;
import io.duet.overlay.Placement;
import io.duet.unstructured.index.LeafIndex;
import io.duet.unstructured.message.LeafMessage;
import io.duet.unstructured.node.NodeContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the storage offers of a super-peer's leaves, and selects leaves in turn.
 *
 * <p>Messages in: StorageOffer, FindStorage; out: StorageFound. Invariants: only leaves are
 * selected; a selected leaf is selected again only after all others with enough room; the promised
 * bytes are subtracted from a leaf's offer until its next StorageOffer.
 */
public final class StorageOffers {
  private static final int TRIES_MAX = 1_024;

  private final NodeContext context;
  private final LeafIndex index;
  private final Predicate<Peer> isLeaf;
  private final Map<Peer, Long> free = new LinkedHashMap<>(0); // the next leaf in turn first

  /**
   * No offers yet.
   *
   * @param isLeaf whether an indexed peer is a leaf, and may be selected
   */
  public StorageOffers(NodeContext context, LeafIndex index, Predicate<Peer> isLeaf) {
    this.context = context;
    this.index = index;
    this.isLeaf = isLeaf;
  }

  /** Handles a message of a leaf; false if it is of another type. */
  public boolean onMessage(Peer leaf, Message message) {
    if (message instanceof LeafMessage.StorageOffer offer) {
      onOffer(leaf, offer);
    } else if (message instanceof LeafMessage.FindStorage find) {
      onFind(leaf, find);
    } else {
      return false;
    }
    return true;
  }

  private void onOffer(Peer leaf, LeafMessage.StorageOffer offer) {
    if (!index.heard(leaf, context.nowNanos()) || !isLeaf.test(leaf)) {
      context.refuse(leaf, "storage offer of a stranger");
    } else if (offer.bytes() == 0) {
      free.remove(leaf);
    } else {
      free.put(leaf, offer.bytes()); // keeps its turn
    }
  }

  private void onFind(Peer leaf, LeafMessage.FindStorage find) {
    if (!index.heard(leaf, context.nowNanos())) {
      context.refuse(leaf, "storage request of a stranger");
      return;
    }
    Placement placement = place(leaf, find.name(), find.bytes());
    Peer peer = placement.peer();
    boolean held = placement.status() == Placement.Status.HELD;
    context.send(
        leaf,
        new LeafMessage.StorageFound(
            find.requestId(), held, peer == null ? List.of() : List.of(peer)));
  }

  /** A peer that has the file, or else another leaf with room. */
  public Placement place(Peer asker, ContentName name, long bytes) {
    List<Peer> holders = index.providers(name.key());
    if (!holders.isEmpty()) {
      return new Placement(Placement.Status.HELD, holders.get(0));
    }
    Peer next = next(asker, bytes);
    return next == null
        ? Placement.without(Placement.Status.NO_ROOM)
        : new Placement(Placement.Status.ROOM, next);
  }

  private @Nullable Peer next(Peer asker, long bytes) {
    for (int tries = Math.min(TRIES_MAX, free.size()); tries > 0; tries--) {
      Map.Entry<Peer, Long> first = free.entrySet().iterator().next();
      Peer peer = first.getKey();
      long room = first.getValue();
      boolean chosen = room >= bytes && !peer.equals(asker);
      free.remove(peer);
      free.put(peer, chosen ? room - bytes : room);
      if (chosen) {
        return peer;
      }
    }
    return null;
  }

  public void forget(Peer leaf) {
    free.remove(leaf);
  }

  /** The bytes that a leaf offers; 0 without an offer. */
  public long bytes(Peer leaf) {
    return free.getOrDefault(leaf, 0L);
  }
}
