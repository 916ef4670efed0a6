package io.duet.node;

import java.util.random.RandomGenerator;

/** Everything that a node may use of its machine: network, time and random numbers. */
public interface Host {

  /** The address under which peers reach this node. */
  Peer self();

  /** Nanoseconds since an arbitrary origin, never decreasing. */
  long nowNanos();

  /** This node's own random generator, seeded by the run. */
  RandomGenerator random();

  /** Sends a message, best effort: it may be lost, and its arrival is not reported. */
  void send(Peer to, Message message);

  /**
   * Calls {@link Node#onTimer} with this timer after a delay of zero or more nanoseconds. A timer
   * cannot be cancelled: a node that no longer needs one ignores it.
   */
  void setTimer(Timer timer, long delayNanos);

  /** Reports an event to the listeners of this node. */
  void emit(NodeEvent event);
}
