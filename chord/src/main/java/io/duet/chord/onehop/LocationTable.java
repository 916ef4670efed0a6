package io.duet.chord.onehop;

import io.duet.chord.id.RingId;
import io.duet.chord.id.RingPeer;
import io.duet.chord.ring.ClosestPreceding;
import io.duet.chord.ring.RouteSource;
import io.duet.chord.ring.RoutingState;
import io.duet.chord.ring.SuccessorList;
import java.util.Arrays;
import java.util.List;

/**
 * Location table: members that a node has heard of, in ring order, each with the time at which it
 * was last known to be alive. They are hints: only the speed of lookups depends on them. A full
 * table drops the member whose neighbours in it are relatively closest, so that density falls with
 * distance as 1 / distance (J. Li et al., "Bandwidth-efficient management of DHT routing tables",
 * NSDI 2005, section 3).
 */
public final class LocationTable implements RouteSource {
  private static final RingPeer[] NOBODY = {};
  private static final int[] NO_TIMES = {};
  private static final int GAPS_MAX = 8;

  private final long self;
  private final int max;
  private RingPeer[] peers = NOBODY;
  private int[] heardSeconds = NO_TIMES;
  private int size;

  /** An empty table of the member at this position, for at most so many others. */
  LocationTable(long self, int max) {
    this.self = self;
    this.max = max;
  }

  int size() {
    return size;
  }

  /** The peer at this place, in the order of distance. */
  RingPeer at(int place) {
    return peers[place];
  }

  /** When the peer at this place was last heard of alive. */
  int heardSecondsAt(int place) {
    return heardSeconds[place];
  }

  /** Notes that a peer was alive at a time; true if it was not known. */
  public boolean heard(RingPeer peer, int seconds) {
    long distance = distance(peer);
    int place = firstAtOrBeyond(distance);
    if (distance == 0) {
      return false;
    }
    if (place < size && distance(peers[place]) == distance) {
      heardSeconds[place] = Math.max(heardSeconds[place], seconds);
      return false;
    }
    insert(place, peer, seconds);
    if (size > max) {
      removeAt(mostCrowded());
    }
    return true;
  }

  private void insert(int place, RingPeer peer, int seconds) {
    if (size == peers.length) {
      int longer = Math.max(8, size + size / 2);
      peers = Arrays.copyOf(peers, longer);
      heardSeconds = Arrays.copyOf(heardSeconds, longer);
    }
    System.arraycopy(peers, place, peers, place + 1, size - place);
    System.arraycopy(heardSeconds, place, heardSeconds, place + 1, size - place);
    peers[place] = peer;
    heardSeconds[place] = seconds;
    size++;
  }

  @Override
  public boolean forget(RingPeer peer) {
    int place = firstAtOrBeyond(distance(peer));
    boolean known = place < size && peers[place].equals(peer);
    if (known) {
      removeAt(place);
    }
    return known;
  }

  /** Forgets all that were last heard of before a time. */
  void forgetOlder(int seconds) {
    for (int place = size - 1; place >= 0; place--) {
      if (heardSeconds[place] < seconds) {
        removeAt(place);
      }
    }
  }

  private void removeAt(int place) {
    size--;
    System.arraycopy(peers, place + 1, peers, place, size - place);
    System.arraycopy(heardSeconds, place + 1, heardSeconds, place, size - place);
  }

  /** The place whose removal leaves the smallest gap, relative to how far it is. */
  private int mostCrowded() {
    int found = 0;
    double smallest = Double.MAX_VALUE;
    for (int place = 1; place < size - 1; place++) {
      double gap = unsigned(distance(peers[place + 1])) / unsigned(distance(peers[place - 1]));
      if (gap < smallest) {
        smallest = gap;
        found = place;
      }
    }
    return found;
  }

  private static double unsigned(long distance) {
    return (distance >>> 1) * 2.0 + (distance & 1);
  }

  /**
   * The members that most likely own a position, the owner first; none unless the table seems to
   * know all members around it, because the gap there is at most 8 times the mean gap between the
   * successors.
   */
  List<RingPeer> likelyOwners(RoutingState routing, long position) {
    if (routing.isAlone() || routing.owns(position)) {
      return List.of();
    }
    long gap = gapAround(position) >>> 1;
    boolean complete = gap > 0 && gap <= GAPS_MAX * routing.meanHalfGap();
    return complete ? from(position, SuccessorList.FOLLOWING_MAX) : List.of();
  }

  /** The first peers at or after a position, at most so many, up to this member itself. */
  List<RingPeer> from(long position, int count) {
    int place = firstAtOrBeyond(RingId.distance(self, position));
    return List.of(Arrays.copyOfRange(peers, place, Math.min(size, place + count)));
  }

  /** How far the peers before and after a position are from each other; 0 when one is missing. */
  long gapAround(long position) {
    int after = firstAtOrBeyond(RingId.distance(self, position));
    boolean between = after > 0 && after < size;
    return between ? RingId.distance(peers[after - 1].id(), peers[after].id()) : 0;
  }

  /** The first place whose peer is at least this far. */
  int firstAtOrBeyond(long distance) {
    int low = 0;
    int high = size;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (Long.compareUnsigned(distance(peers[middle]), distance) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private long distance(RingPeer peer) {
    return RingId.distance(self, peer.id());
  }

  @Override
  public void offerWithin(ClosestPreceding closest) {
    int place = firstAtOrBeyond(closest.limit());
    for (place = Math.min(place, size - 1); place >= 0; place--) {
      if (!closest.offer(peers[place])) {
        return;
      }
    }
  }
}
