package io.duet.overlay.spi;

import io.duet.overlay.Overlay;
import java.util.List;

/**
 * A global view of a simulated network at one moment, which no node has; used to check invariants.
 */
public interface NetworkSnapshot {

  /** Nanoseconds since the network began. */
  long nowNanos();

  /** All nodes by index, including those that have ended or have not started yet. */
  List<? extends Overlay> nodes();

  /** Whether the node with this index runs now. */
  boolean isAlive(int index);
}
