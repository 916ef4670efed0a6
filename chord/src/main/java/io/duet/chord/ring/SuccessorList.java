package io.duet.chord.ring;

import io.duet.chord.id.RingId;
import io.duet.chord.id.RingPeer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Successor list: a member keeps the next r members clockwise, which are its successor and the
 * successor's own list, cut to r (P. Zave, IEEE TSE 43(12), 2017, section 4).
 *
 * <p>Invariants: ring order, no duplicates, not the member itself, never left empty; a member that
 * is alone is its own successor.
 */
public class SuccessorList implements RouteSource {
  /** Maximum number of peers in a lookup's result: the owner and its successors. */
  public static final int FOLLOWING_MAX = 4;

  private RingPeer[] peers;

  /** The list of a member that is alone. */
  SuccessorList(RingPeer self) {
    this.peers = new RingPeer[] {self};
  }

  public RingPeer successor() {
    return peers[0];
  }

  RingPeer last() {
    return peers[peers.length - 1];
  }

  public List<RingPeer> successors() {
    return Arrays.asList(peers);
  }

  boolean isEmpty() {
    return peers.length == 0;
  }

  /**
   * Replaces the list by {@code first} and its list {@code rest}, at most {@code max} in total;
   * {@code rest} is cut where it leaves the ring order or reaches the member at {@code self}.
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
    if (!successors().equals(list)) {
      peers = list.toArray(RingPeer[]::new);
    }
  }

  /** Replaces the list by one in ring order. */
  void replace(RingPeer... list) {
    peers = list;
  }

  /** The successor and the next members, at most {@link #FOLLOWING_MAX}. */
  public List<RingPeer> following() {
    return some(0);
  }

  /** The first few at or after a position, seen from {@code self}; none if the list ends before. */
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

  /** Removes a member; if it was the only one, the caller must {@link #replace} the list. */
  @Override
  public boolean forget(RingPeer peer) {
    List<RingPeer> rest = new ArrayList<>(successors());
    boolean known = rest.remove(peer);
    if (known) {
      peers = rest.toArray(RingPeer[]::new);
    }
    return known;
  }
}
