package io.duet.chord.ring;

import io.duet.chord.id.RingId;
import io.duet.chord.id.RingPeer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A member's successor list: at most r members that follow it, in ring order, without duplicates
 * and without the member itself. It is never left empty: a member that is alone is its own
 * successor. (P. Zave, IEEE TSE 43(12), 2017, section 4: a list is the successor and its own list,
 * cut to r.)
 */
public final class SuccessorList implements RouteSource {
  /** Of the owner and its successors, how many an answer to a lookup names at most. */
  public static final int FOLLOWING_MAX = 4;

  private RingPeer[] peers;

  /** The list of a member that is alone. */
  SuccessorList(RingPeer self) {
    this.peers = new RingPeer[] {self};
  }

  RingPeer first() {
    return peers[0];
  }

  RingPeer last() {
    return peers[peers.length - 1];
  }

  List<RingPeer> asList() {
    return Arrays.asList(peers);
  }

  boolean isEmpty() {
    return peers.length == 0;
  }

  /**
   * Replaces the list by {@code first} and its own list {@code rest}, of at most {@code max} in
   * all; {@code rest} is cut where it leaves the ring order or reaches the member at {@code self}.
   */
  void adopt(long self, RingPeer first, List<RingPeer> rest, int max) {
    List<RingPeer> list = new ArrayList<>(max);
    list.add(first);
    for (RingPeer peer : rest) {
      RingPeer last = list.get(list.size() - 1);
      if (list.size() == max || !RingId.isBetween(last.id(), peer.id(), self)) {
        break;
      }
      list.add(peer);
    }
    if (!asList().equals(list)) {
      peers = list.toArray(RingPeer[]::new);
    }
  }

  /** Replaces the list by one that is in order. */
  void replace(RingPeer... list) {
    peers = list;
  }

  /** The successor and the few that may stand in for it. */
  List<RingPeer> following() {
    return some(0);
  }

  /** The first few at or after a position, as seen from {@code self}; none if it ends before. */
  List<RingPeer> from(long self, long point) {
    long distance = RingId.distance(self, point);
    int first = 0;
    while (first < peers.length
        && Long.compareUnsigned(RingId.distance(self, peers[first].id()), distance) < 0) {
      first++;
    }
    return some(first);
  }

  private List<RingPeer> some(int first) {
    int last = Math.min(peers.length, first + FOLLOWING_MAX);
    return List.of(Arrays.copyOfRange(peers, first, last));
  }

  @Override
  public void offerWithin(ClosestPreceding closest) {
    for (int i = peers.length - 1; i >= 0; i--) {
      if (!closest.offer(peers[i])) {
        return;
      }
    }
  }

  /** Removes a member; when it was the only one, the caller must {@link #replace} the list. */
  @Override
  public boolean forget(RingPeer peer) {
    List<RingPeer> rest = new ArrayList<>(asList());
    boolean known = rest.remove(peer);
    if (known) {
      peers = rest.toArray(RingPeer[]::new);
    }
    return known;
  }
}
