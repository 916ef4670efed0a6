package io.duet.experiments.workload;

/** An action of a user, or a fault, at one node at one time. */
public sealed interface Action {

  /** The time in nanoseconds since the run began. */
  long atNanos();

  /** The index of the node. */
  int node();

  /** The node starts and joins. */
  record Join(long atNanos, int node) implements Action {}

  /** The node leaves gracefully. */
  record Leave(long atNanos, int node) implements Action {}

  /** The node ends without a message. */
  record Crash(long atNanos, int node) implements Action {}

  /** The node announces that it has an item of the catalogue. */
  record Publish(long atNanos, int node, int item) implements Action {}

  /** The node's user searches for an item; {@code index} counts the searches from 0. */
  record Search(long atNanos, int node, int item, int index) implements Action {}
}
