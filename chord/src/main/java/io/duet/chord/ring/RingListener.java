package io.duet.chord.ring;

import io.duet.chord.id.RingPeer;

/**
 * Reacts to what a member observes on the ring. Maintenance, the location table and the record
 * storage implement it, so that none of them needs to know the others.
 */
public interface RingListener {

  /** A peer has just replied. */
  default void heardFrom(RingPeer peer) {}

  /** A peer did not reply in time. */
  default void silent(RingPeer peer) {}

  /** The predecessor or the successor is a new member, or the former one is gone. */
  default void neighborChanged(RingPeer peer, boolean alive) {}

  /** This member owns more positions than before, and may lack their records. */
  default void rangeGrew() {}

  /** The new predecessor owns a part of the positions that were this member's. */
  default void rangeShrank(RingPeer newOwner) {}

  /** A round of stabilize has ended. */
  default void stabilized() {}

  /** This member is about to leave a ring in which there are others. */
  default void leaving() {}
}
