package io.duet.node;

/**
 * An event of a node, for metrics, traces, checkers and reports. The package that emits an event
 * defines it; these are the events that every node's host emits.
 */
public interface NodeEvent {

  /**
   * This node refused a message of a peer.
   *
   * @param reason a short constant phrase, usable as a metric label
   */
  record MessageRefused(Peer peer, String reason) implements NodeEvent {}
}
