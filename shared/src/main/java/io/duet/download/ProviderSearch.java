package io.duet.download;

import io.duet.node.Key;
import io.duet.node.Peer;
import java.util.List;
import java.util.function.Consumer;

/** Finds the providers of a content through the overlay. */
@FunctionalInterface
public interface ProviderSearch {

  /**
   * Searches, and calls {@code whenDone} once, on any thread; with an empty list if none is found.
   */
  void find(Key id, Consumer<List<Peer>> whenDone);
}
