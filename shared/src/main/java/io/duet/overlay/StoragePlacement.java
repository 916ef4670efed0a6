package io.duet.overlay;

import java.util.function.Consumer;

/** An overlay that knows which peers have room to store files of others. */
public interface StoragePlacement {

  /**
   * Searches for a peer that has a file of this name, or else for one with this number of free
   * bytes, and calls {@code whenDone} exactly once.
   */
  void place(ContentName name, long bytes, Consumer<Placement> whenDone);
}
