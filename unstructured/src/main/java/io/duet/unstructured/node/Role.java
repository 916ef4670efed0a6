package io.duet.unstructured.node;

import io.duet.node.Message;
import io.duet.node.PeerAddress;
import io.duet.node.Timer;
import io.duet.overlay.Status;
import io.duet.unstructured.message.SearchCallback;
import io.duet.unstructured.message.SearchCriteria;
import io.duet.unstructured.message.SharedContent;

/** What a node does for the network now: it serves leaves, or is one. */
public interface Role {

  /** The role's name, as people read it. */
  String name();

  /** Whether others can find what this node offers, and it can search. */
  boolean isJoined();

  /** Takes the role up, and turns to other nodes. */
  void start();

  /** Takes leave of all. */
  void stop();

  /**
   * Ends the role, while the node goes on in another one, which has the unfinished searches now.
   */
  void retire();

  /** What the node offers has grown by this content. */
  void added(SharedContent content);

  /** What the node offers has lost this content. */
  void removed(SharedContent content);

  /** Looks for so many results. */
  void search(SearchCriteria question, int wanted, SearchCallback whenDone);

  /** Takes a message; false when it is not for this role. */
  boolean onMessage(PeerAddress from, Message message);

  void onTimer(Timer timer);

  void onUnreachable(PeerAddress peer);

  /** What the role tells about itself. */
  Status status();
}
