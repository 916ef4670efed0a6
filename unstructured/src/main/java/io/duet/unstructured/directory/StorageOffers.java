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
 * Keeps the storage that the leaves of a super-peer offer for files of others, and names them in
 * turns.
 *
 * <p>Messages in: Room, Place; out: Placed. Invariants: only leaves are named; whoever was named is
 * named again only after all others with enough room; what was promised is taken off a leaf's room
 * until it tells its room again.
 */
public final class StorageOffers {
  private static final int TRIES_MAX = 1_024;

  private final NodeContext context;
  private final LeafIndex index;
  private final Predicate<Peer> isLeaf;
  private final Map<Peer, Long> free = new LinkedHashMap<>(0); // whose turn it is first

  /**
   * Nobody has room yet.
   *
   * @param isLeaf whether an indexed peer is a leaf, and may be named
   */
  public StorageOffers(NodeContext context, LeafIndex index, Predicate<Peer> isLeaf) {
    this.context = context;
    this.index = index;
    this.isLeaf = isLeaf;
  }

  /** Takes a message of a leaf; false when it is of another kind. */
  public boolean onMessage(Peer leaf, Message message) {
    if (message instanceof LeafMessage.StorageOffer room) {
      onRoom(leaf, room);
    } else if (message instanceof LeafMessage.FindStorage place) {
      onPlace(leaf, place);
    } else {
      return false;
    }
    return true;
  }

  private void onRoom(Peer leaf, LeafMessage.StorageOffer room) {
    if (!index.heard(leaf, context.nowNanos()) || !isLeaf.test(leaf)) {
      context.refuse(leaf, "room of a stranger");
    } else if (room.bytes() == 0) {
      free.remove(leaf);
    } else {
      free.put(leaf, room.bytes()); // keeps its turn
    }
  }

  private void onPlace(Peer leaf, LeafMessage.FindStorage place) {
    if (!index.heard(leaf, context.nowNanos())) {
      context.refuse(leaf, "place asked by a stranger");
      return;
    }
    Placement placement = place(leaf, place.name(), place.bytes());
    Peer peer = placement.peer();
    boolean held = placement.fate() == Placement.Fate.HELD;
    context.send(
        leaf,
        new LeafMessage.StorageFound(
            place.requestId(), held, peer == null ? List.of() : List.of(peer)));
  }

  /** A peer that has the file, or else one with room other than the asker. */
  public Placement place(Peer asker, ContentName name, long bytes) {
    List<Peer> holders = index.providers(name.key());
    if (!holders.isEmpty()) {
      return new Placement(Placement.Fate.HELD, holders.get(0));
    }
    Peer next = next(asker, bytes);
    return next == null
        ? Placement.without(Placement.Fate.NO_ROOM)
        : new Placement(Placement.Fate.ROOM, next);
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

  /** Forgets a leaf that has gone. */
  public void forget(Peer leaf) {
    free.remove(leaf);
  }

  /** Bytes that a leaf would store; 0 when it has told of none. */
  public long bytes(Peer leaf) {
    return free.getOrDefault(leaf, 0L);
  }
}
