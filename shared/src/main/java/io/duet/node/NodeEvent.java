package io.duet.node;

/**
 * What a node reports to metrics, traces, checkers and reports. Whoever emits an event defines it:
 * here are only those that a host emits for every node.
 */
public interface NodeEvent {

  /**
   * This node refused what a peer sent.
   *
   * @param reason a short constant phrase, fit for a metric's label
   */
  record MessageRefused(PeerAddress peer, String reason) implements NodeEvent {}
}
