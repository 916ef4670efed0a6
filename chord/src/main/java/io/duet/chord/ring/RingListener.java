package io.duet.chord.ring;

import io.duet.chord.id.RingPeer;

/**
 * Reacts to what a member observes on the ring. Maintenance, location table and record storage
 * implement it, so that none of them depends on another.
 */
public interface RingListener {

  /** A peer has just replied. */
  default void replied(RingPeer peer) {}

  /** A peer did not reply in time. */
  default void timedOut(RingPeer peer) {}

  /** A peer became the predecessor or successor, or a former one left or died. */
  default void neighborChanged(RingPeer peer, boolean alive) {}

  /** This member owns more positions, and may lack their records. */
  default void rangeGrew() {}

  /** The new predecessor owns a part of this member's former range. */
  default void rangeShrank(RingPeer newOwner) {}

  /** A round of stabilize has ended. */
  default void stabilized() {}

  /** This member is about to leave a ring with other members. */
  default void leaving() {}
}
