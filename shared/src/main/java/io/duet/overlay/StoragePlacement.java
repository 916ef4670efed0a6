package io.duet.overlay;

import io.duet.node.Key;
import java.util.function.Consumer;

/** An overlay that knows which peers have room to store files of others. */
public interface StoragePlacement {

  /**
   * Searches for a peer that has a file of this name, or else for one with this number of free
   * bytes, and calls {@code whenDone} exactly once.
   */
  void place(ContentName name, long bytes, Consumer<Placement> whenDone);

  /**
   * Asks for another peer with room for this content, without a search for holders, and calls
   * {@code whenDone} exactly once. Peers with enough free bytes are named in turn.
   */
  void findRoom(Key content, long bytes, Consumer<Placement> whenDone);

  /** Sets the bytes that this node would store for others now, instead of those of its settings. */
  void offerRoom(long bytes);
}
