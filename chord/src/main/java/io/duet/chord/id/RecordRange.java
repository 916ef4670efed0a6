package io.duet.chord.id;

/**
 * The places after one and up to another, clockwise. Two places of one position enclose a part of
 * that position, never the whole ring.
 */
public record RecordRange(RecordPosition after, RecordPosition until) {

  /** All places of the positions in (after, until]. */
  public static RecordRange of(long after, long until) {
    return new RecordRange(RecordPosition.endOf(after), RecordPosition.endOf(until));
  }

  /** Whether a place lies in this span. */
  public boolean contains(RecordPosition place) {
    return order(after, place) < 0 && order(place, until) <= 0;
  }

  /** The order in which one meets two places on the way from where this span begins. */
  public int order(RecordPosition one, RecordPosition other) {
    int byPosition = Long.compareUnsigned(distance(one.position()), distance(other.position()));
    return byPosition != 0 ? byPosition : Long.compareUnsigned(one.mark(), other.mark());
  }

  private long distance(long position) {
    return RingId.distance(after.position(), position);
  }

  /** Whether a member can own all of it, as another sees it that follows it on the ring. */
  public boolean canBelongTo(RingPeer owner, RingPeer follower) {
    return !owner.equals(follower)
        && Long.compareUnsigned(distance(until.position()), distance(owner.id())) <= 0
        && Long.compareUnsigned(distance(owner.id()), distance(follower.id())) <= 0;
  }
}
