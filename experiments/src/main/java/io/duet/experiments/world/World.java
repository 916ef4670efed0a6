package io.duet.experiments.world;

import io.duet.node.Key;
import io.duet.node.Peer;
import io.duet.node.Traffic;
import io.duet.overlay.Overlay;
import java.util.List;
import java.util.function.Consumer;

/** The environment of one overlay's nodes: virtual time, or real sockets. */
public interface World extends AutoCloseable {

  /** The addresses of all nodes by index, the overlay's extra nodes last. */
  List<Peer> peers();

  /** Starts a node; one that has ended, or that joins late, is created again. */
  void start(int node);

  /** Starts the nodes that the overlay needs beyond those of the workload. */
  void startExtraNodes();

  /** Assembles the network of the first {@code there} nodes and the extra ones. */
  void assemble(int there);

  /** Ends a node without a message. */
  void crash(int node);

  /** Ends a node gracefully. */
  void leave(int node);

  /** Calls a live node on its own thread; ignored if it is dead. */
  void call(int node, Consumer<Overlay> action);

  /** Nanoseconds since the start of this world. */
  long nowNanos();

  /** Advances to this time, and runs everything that is due until then. */
  void advanceTo(long nanos);

  /** The counters of all traffic; their sum counts each message once. */
  List<Traffic> traffic();

  /** The messages of class SEARCH that each node has received so far, by index. */
  int[] searchLoad();

  /** The messages that each node sent, and those sent to it, by index, extra nodes last. */
  long[] messagesHandled();

  /** Their bytes, by index. */
  long[] bytesHandled();

  /** The role of each node of the workload now, by index; empty for a dead one. */
  String[] roles();

  /** The provider records that each live node keeps now, by index, extra nodes last. */
  int[] recordsKept();

  /** The contents whose providers each live node has cached now, by index. */
  List<List<Key>> remembered();

  /** A hash over every delivery in order; 0 if the order is undefined. */
  long traceHash();

  /** The number of exceptions of nodes; any is a defect. */
  long failures();

  /**
   * Checks the invariants once more, if this world can.
   *
   * @throws IllegalStateException if an invariant was violated at any time
   */
  default void check(String overlay) {}

  @Override
  void close();
}
