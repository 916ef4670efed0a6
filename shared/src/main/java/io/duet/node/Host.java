package io.duet.node;

import java.util.random.RandomGenerator;

/** All that a node may ask of its machine: its only door to network, time and chance. */
public interface Host {

  /** The address under which peers reach this node. */
  PeerAddress self();

  /** Nanoseconds since an arbitrary origin, never decreasing. */
  long nowNanos();

  /** This node's own source of chance, seeded by the run. */
  RandomGenerator random();

  /** Sends a message, best effort: it may be lost, and nothing is said about its arrival. */
  void send(PeerAddress to, Message message);

  /**
   * Calls {@link Node#onTimer} with this timer after a delay of zero or more nanoseconds. A timer
   * cannot be taken back: a node that no longer needs one ignores it.
   */
  void setTimer(Timer timer, long delayNanos);

  /** Tells whoever watches this node that something happened. */
  void emit(NodeEvent event);
}
