package io.duet.unstructured.node;

import io.duet.node.Message;
import io.duet.node.Peer;
import io.duet.overlay.ContentName;
import io.duet.overlay.PeerListing;
import io.duet.overlay.Placement;
import io.duet.overlay.Status;
import io.duet.unstructured.message.SearchRequest;
import io.duet.unstructured.message.SharedContent;
import java.util.List;
import java.util.function.Consumer;

/** The current role of a node: super-peer or leaf. */
public interface Role extends PeerListing {

  /** The role's name in status reports. */
  String name();

  /** Whether others can find what this node offers, and it can search. */
  boolean isJoined();

  /** Other nodes that this one knows, those that it is linked to first. */
  List<Peer> knownPeers();

  /** Starts the role and contacts other nodes. */
  void start();

  /** Ends the role and sends Leave to all peers. */
  void stop();

  /** Ends the role after the node has taken another one, which receives the unfinished searches. */
  void retire();

  /** Announces a content that the node offers now, or withdraws one that it offers no longer. */
  void changed(boolean added, SharedContent content);

  void search(SearchRequest request);

  /**
   * Asks for a peer that has a file of this name, or else for one with this number of free bytes.
   */
  void place(ContentName name, long bytes, Consumer<Placement> whenDone);

  /** The peers that should keep something for others, the best first. */
  List<Peer> keepers();

  /** Handles a message; false if it is not for this role. */
  boolean onMessage(Peer from, Message message);

  void onUnreachable(Peer peer);

  Status status();
}
