package io.duet.overlay;

import io.duet.node.Key;
import io.duet.node.Peer;
import java.util.List;
import java.util.function.Consumer;

/** An overlay that names peers which keep things for a key, such as the letters of a mailbox. */
public interface KeeperLookup {

  /**
   * Finds the peers that should keep something for this key, the best first, and calls {@code
   * whenDone} exactly once. The list may name this node, and peers that have just died.
   *
   * @param count the largest number of peers, 1 or more
   */
  void keepers(Key key, int count, Consumer<List<Peer>> whenDone);
}
