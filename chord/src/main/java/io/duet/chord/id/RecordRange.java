package io.duet.chord.id;

/**
 * A range of places, clockwise: after {@code after} and up to {@code until}. Two places at one
 * position enclose a part of that position, never the whole ring.
 */
public record RecordRange(RecordPosition after, RecordPosition until) {

  /** All places at the positions in (after, until]. */
  public static RecordRange of(long after, long until) {
    return new RecordRange(RecordPosition.endOf(after), RecordPosition.endOf(until));
  }

  /** Whether a place lies in this range. */
  public boolean contains(RecordPosition place) {
    return order(after, place) < 0 && order(place, until) <= 0;
  }

  /** The first position of which this range contains places. */
  public long firstPosition() {
    return after.mark() == -1 ? after.position() + 1 : after.position();
  }

  /** Compares two places by their distance from the start of this range. */
  public int order(RecordPosition one, RecordPosition other) {
    int byPosition = Long.compareUnsigned(distance(one.position()), distance(other.position()));
    return byPosition != 0 ? byPosition : Long.compareUnsigned(one.mark(), other.mark());
  }

  private long distance(long position) {
    return RingId.distance(after.position(), position);
  }

  /** Whether {@code owner} can own the whole range, as seen by a member that follows it. */
  public boolean canBelongTo(RingPeer owner, RingPeer follower) {
    return !owner.equals(follower)
        && Long.compareUnsigned(distance(until.position()), distance(owner.id())) <= 0
        && Long.compareUnsigned(distance(owner.id()), distance(follower.id())) <= 0;
  }
}
