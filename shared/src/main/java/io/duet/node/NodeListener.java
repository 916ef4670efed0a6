package io.duet.node;

/** A listener for node events, such as metrics or a checker. Called on the node's own thread. */
@FunctionalInterface
public interface NodeListener {

  /** Handles an event of the node at this address. */
  void onEvent(Peer node, NodeEvent event);
}
