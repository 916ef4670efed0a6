package io.duet.experiments.workload;

/** What a user or fate does to one node at one time, in nanoseconds since the run began. */
public sealed interface Action {

  /** When it happens, in nanoseconds since the run began. */
  long atNanos();

  /** The index of the node that it happens to. */
  int node();

  /** The node starts and joins. */
  record Join(long atNanos, int node) implements Action {}

  /** The node leaves gracefully. */
  record Leave(long atNanos, int node) implements Action {}

  /** The node ends without a word. */
  record Crash(long atNanos, int node) implements Action {}

  /** The node announces that it has an item of the catalogue. */
  record Publish(long atNanos, int node, int item) implements Action {}

  /** The node's user searches for an item; {@code index} counts the searches from 0. */
  record Search(long atNanos, int node, int item, int index) implements Action {}
}
