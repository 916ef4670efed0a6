package io.duet.chord.onehop;

import io.duet.chord.id.RingId;
import io.duet.chord.id.RingPeer;
import io.duet.chord.ring.ChordConfig;
import io.duet.chord.ring.ChordContext;
import io.duet.chord.ring.ClosestPreceding;
import io.duet.chord.ring.RouteSource;
import io.duet.chord.ring.RoutingState;
import io.duet.chord.ring.SuccessorList;
import io.duet.node.Message;
import io.duet.node.Peer;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Location table: known members in ring order, each with the time at which it was last known to be
 * alive. Entries are hints: only the speed of lookups depends on them. A full table drops the entry
 * with the smallest relative gap, so that density falls as 1 / distance (J. Li et al.,
 * "Bandwidth-efficient management of DHT routing tables", NSDI 2005, section 3). This one learns
 * only from the member's own messages; {@link Gossip} is one that is kept complete.
 */
public class LocationTable implements RouteSource {
  private static final RingPeer[] NO_PEERS = {};
  private static final int[] NO_TIMES = {};
  private static final int GAPS_MAX = 8;

  private final long self;
  private final int max;
  private RingPeer[] peers = NO_PEERS;
  private int[] heardSeconds = NO_TIMES;
  private int size;

  /** An empty table of the member at {@code self}, with at most {@code max} entries. */
  LocationTable(long self, int max) {
    this.self = self;
    this.max = max;
  }

  /** A location table of a node and its lookups; null if the settings disable it. */
  public static @Nullable LocationTable of(ChordContext node) {
    ChordConfig config = node.config();
    if (config.cache() == 0) {
      return null;
    }
    long self = node.routing().self().id();
    LocationTable table =
        config.gossips() ? new Gossip(node) : new LocationTable(self, config.cache());
    node.routing().routeThrough(table);
    return table;
  }

  /** Notes that a peer has just replied. */
  public void replied(RingPeer peer, long nowNanos) {
    heard(peer, (int) (nowNanos / 1_000_000_000L));
  }

  /** Notes that a peer did not reply in time. */
  public void timedOut(RingPeer peer) {}

  /** Notes that a neighbor joined, or left or died. */
  public void neighborChanged(RingPeer peer, boolean alive) {}

  /** Handles a message about locations; returns false for any other. */
  public boolean onMessage(Peer from, Message message) {
    return false;
  }

  /** Does what is due in each period of {@link Gossip#TICK_NANOS}. */
  public void tick() {}

  int size() {
    return size;
  }

  /** The peer at this index, in the order of distance. */
  RingPeer at(int index) {
    return peers[index];
  }

  /** The time at which the peer at this index was last known to be alive. */
  int heardSecondsAt(int index) {
    return heardSeconds[index];
  }

  /** Notes that a peer was alive at a time, and adds it if it is new. */
  public void heard(RingPeer peer, int seconds) {
    long distance = distance(peer);
    int index = firstAtOrBeyond(distance);
    if (index < size && distance(peers[index]) == distance) {
      heardSeconds[index] = Math.max(heardSeconds[index], seconds);
    } else if (distance != 0) {
      insert(index, peer, seconds);
      if (size > max) {
        removeAt(mostCrowded());
      }
    }
  }

  private void insert(int index, RingPeer peer, int seconds) {
    if (size == peers.length) {
      int longer = Math.max(8, size + size / 2);
      peers = Arrays.copyOf(peers, longer);
      heardSeconds = Arrays.copyOf(heardSeconds, longer);
    }
    System.arraycopy(peers, index, peers, index + 1, size - index);
    System.arraycopy(heardSeconds, index, heardSeconds, index + 1, size - index);
    peers[index] = peer;
    heardSeconds[index] = seconds;
    size++;
  }

  @Override
  public boolean forget(RingPeer peer) {
    int index = firstAtOrBeyond(distance(peer));
    boolean known = index < size && peers[index].equals(peer);
    if (known) {
      removeAt(index);
    }
    return known;
  }

  /** Removes the entries last known to be alive before a time. */
  void forgetOlder(int seconds) {
    for (int index = size - 1; index >= 0; index--) {
      if (heardSeconds[index] < seconds) {
        removeAt(index);
      }
    }
  }

  private void removeAt(int index) {
    size--;
    System.arraycopy(peers, index + 1, peers, index, size - index);
    System.arraycopy(heardSeconds, index + 1, heardSeconds, index, size - index);
  }

  /** The index whose removal leaves the smallest gap, relative to its distance. */
  private int mostCrowded() {
    int found = 0;
    double smallest = Double.MAX_VALUE;
    for (int index = 1; index < size - 1; index++) {
      double gap = unsigned(distance(peers[index + 1])) / unsigned(distance(peers[index - 1]));
      if (gap < smallest) {
        smallest = gap;
        found = index;
      }
    }
    return found;
  }

  private static double unsigned(long distance) {
    return (distance >>> 1) * 2.0 + (distance & 1);
  }

  /**
   * The likely owners of a position, the owner first. None unless the table seems complete there:
   * the gap around the position is at most 8 times the mean gap between successors.
   */
  public List<RingPeer> likelyOwners(RoutingState routing, long position) {
    if (routing.isAlone() || routing.owns(position)) {
      return List.of();
    }
    long gap = gapAround(position) >>> 1;
    boolean complete = gap > 0 && gap <= GAPS_MAX * routing.meanHalfGap();
    return complete ? from(position, SuccessorList.FOLLOWING_MAX) : List.of();
  }

  /** The first {@code count} peers at or after a position, up to this member itself. */
  List<RingPeer> from(long position, int count) {
    int index = firstAtOrBeyond(RingId.distance(self, position));
    return List.of(Arrays.copyOfRange(peers, index, Math.min(size, index + count)));
  }

  /** The distance between the peers before and after a position; 0 if one is missing. */
  long gapAround(long position) {
    int after = firstAtOrBeyond(RingId.distance(self, position));
    boolean between = after > 0 && after < size;
    return between ? RingId.distance(peers[after - 1].id(), peers[after].id()) : 0;
  }

  /** The first index whose peer is at least {@code distance} away. */
  int firstAtOrBeyond(long distance) {
    return RingPeer.firstAtOrBeyond(peers, size, self, distance);
  }

  final long distance(RingPeer peer) {
    return RingId.distance(self, peer.id());
  }

  @Override
  public void offerWithin(ClosestPreceding closest) {
    int index = firstAtOrBeyond(closest.limit());
    for (index = Math.min(index, size - 1); index >= 0; index--) {
      if (!closest.offer(peers[index])) {
        return;
      }
    }
  }
}
