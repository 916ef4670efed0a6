package io.duet.node;

/** Who watches nodes: metrics, traces, checkers, reports. Called on the node's own thread. */
@FunctionalInterface
public interface NodeListener {

  /** Takes what the node at this address tells. */
  void onEvent(PeerAddress node, NodeEvent event);
}
