package io.duet.overlay;

import java.util.List;

/**
 * A simulated network at one moment, as nobody in it can see it: for those who check invariants.
 */
public interface Census {

  /** Nanoseconds since the network began. */
  long nowNanos();

  /** All nodes by index, those included that have ended or have not started yet. */
  List<? extends Overlay> nodes();

  /** Whether the node with this index runs now. */
  boolean isAlive(int index);
}
