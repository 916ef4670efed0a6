package io.duet.overlay;

import io.duet.node.Key;
import io.duet.node.Node;
import io.duet.node.Peer;
import java.util.List;
import java.util.function.Consumer;

/**
 * The user's view of a node. All methods are called on the node's host, like messages and timers;
 * none of them blocks.
 */
public interface Overlay extends Node {

  /** Whether this node is a full member: it routes, and its searches are expected to succeed. */
  boolean isJoined();

  /**
   * Announces that this node provides the content, and keeps announcing it until withdrawn; each
   * time that a keeper acknowledges it, {@link OverlayEvent.Announced} is reported.
   */
  void publish(Key key);

  /** Announces the content of this name, by its key and, with keyword search, by its words. */
  default void publish(ContentName name) {
    publish(name.key());
  }

  /** Withdraws the announcement; records at other nodes end at the latest when they expire. */
  void withdraw(Key key);

  /** Withdraws the announcement of this name. */
  default void withdraw(ContentName name) {
    withdraw(name.key());
  }

  /** Some of the other nodes that this one knows, the closest relations first; none by default. */
  default List<Peer> knownPeers() {
    return List.of();
  }

  /** The number of provider records that this node keeps for others; 0 by default. */
  default int recordsKept() {
    return 0;
  }

  /** The current role of this node, in one word; loads are compared among nodes of one role. */
  default String roleName() {
    return "node";
  }

  /** Searches for one provider of the content. */
  default void search(Key key, Consumer<SearchResult> whenDone) {
    search(key, 1, whenDone);
  }

  /**
   * Searches for providers of the content, and passes the result to {@code whenDone} exactly once,
   * at the latest at the overlay's own deadline. The search ends once {@code results} providers are
   * found; an overlay that stores the records of a content together returns all of them.
   *
   * @param results from 1 to {@link SearchResult#PROVIDERS_MAX}
   */
  void search(Key key, int results, Consumer<SearchResult> whenDone);

  /** The current status of this node; cheap enough to be read every second. */
  default Status status() {
    return Status.of(isJoined() ? "joined" : "joining");
  }
}
