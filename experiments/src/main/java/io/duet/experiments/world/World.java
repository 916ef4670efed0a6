package io.duet.experiments.world;

import io.duet.node.Key;
import io.duet.node.PeerAddress;
import io.duet.node.Traffic;
import io.duet.overlay.Overlay;
import java.util.List;
import java.util.function.Consumer;

/** Where the nodes of one overlay live: in virtual time, or on real sockets. */
public interface World extends AutoCloseable {

  /** The addresses of all nodes by index, the overlay's extra nodes last. */
  List<PeerAddress> addresses();

  /** Starts a node; one that has ended, or comes after all others have begun, is created anew. */
  void start(int node);

  /** Starts the nodes that the overlay needs beyond those of the workload. */
  void startExtraNodes();

  /** Puts the first so many nodes, and the extra ones, together at once. */
  void assemble(int there);

  /** Ends a node without a word. */
  void crash(int node);

  /** Ends a node gracefully. */
  void leave(int node);

  /** Calls a live node on its own thread; a dead one is not called. */
  void call(int node, Consumer<Overlay> action);

  /** Nanoseconds since this world began. */
  long nowNanos();

  /** Lets time pass until then; what is due happens meanwhile. */
  void advanceTo(long nanos);

  /** The counters of all traffic, which together hold each message once. */
  List<Traffic> traffic();

  /** Messages with purpose SEARCH that each node has received so far, by index. */
  int[] searchLoad();

  /** Messages that each node has sent, and that were sent to it, by index, extra nodes last. */
  long[] messagesHandled();

  /** Their bytes, by index. */
  long[] bytesHandled();

  /** The role of each node of the workload now, by index; empty for a dead one. */
  String[] roles();

  /** Provider records that each live node keeps now, by index, extra nodes last. */
  int[] recordsKept();

  /** The contents of which each live node remembers a provider now, by index. */
  List<List<Key>> remembered();

  /** A hash over every delivery in its order; 0 where there is no order to speak of. */
  long traceHash();

  /** How often a node has thrown instead of doing its work; anything but 0 is a defect. */
  long failures();

  /**
   * Checks once more what must hold, where that can be seen.
   *
   * @throws IllegalStateException when something did not hold at any time
   */
  default void check(String overlay) {}

  @Override
  void close();
}
