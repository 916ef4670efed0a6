package io.duet.overlay;

import io.duet.node.Key;
import io.duet.node.Node;
import java.util.function.Consumer;

/**
 * A node of some overlay, as its user sees it. All methods are called on the node's host, like
 * messages and timers; none of them blocks.
 */
public interface Overlay extends Node {

  /** Whether this node is a full member: it routes, and its searches are expected to succeed. */
  boolean isJoined();

  /**
   * Announces that this node provides the content, and keeps announcing it until withdrawn; each
   * time that somebody takes the announcement, {@link OverlayEvent.Announced} is told.
   */
  void publish(Key key);

  /** Takes the announcement back; records elsewhere vanish at the latest when they expire. */
  void withdraw(Key key);

  /** How many provider records this node keeps for others; 0 where nodes keep none. */
  default int recordsKept() {
    return 0;
  }

  /** What this node is for others now, in one word; loads are compared among nodes of one role. */
  default String roleName() {
    return "node";
  }

  /**
   * Looks for peers that provide the content, and hands the answer to {@code whenDone} exactly
   * once, at the latest when the overlay's own deadline passes.
   */
  void search(Key key, Consumer<Answer> whenDone);

  /**
   * The same, and goes on until so many providers are found; an overlay that keeps the records of a
   * content together names all of them in any case.
   *
   * @param results from 1 to {@link Answer#PROVIDERS_MAX}
   */
  default void search(Key key, int results, Consumer<Answer> whenDone) {
    search(key, whenDone);
  }

  /** What this node tells about itself now; it costs little, so it may be asked every second. */
  default Status status() {
    return Status.of(isJoined() ? "joined" : "joining");
  }
}
