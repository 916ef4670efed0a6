package io.duet.chord.lookup;

import io.duet.chord.id.RingId;
import io.duet.chord.id.RingPeer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The candidates of a lookup, the closest to its target first, each with the number of steps that
 * led to it; at most 8.
 */
final class Shortlist {
  private static final int MAX = 8;

  private final long target;
  private @Nullable RingPeer[] peers = new @Nullable RingPeer[4];
  private byte[] steps = new byte[4];
  private int size;
  private int takenSteps;

  Shortlist(long target) {
    this.target = target;
  }

  /** Adds a member to which {@code count} steps led, unless 8 closer ones are listed. */
  void add(RingPeer peer, int count) {
    int place = size;
    while (place > 0 && isCloser(peer, at(place - 1))) {
      place--;
    }
    boolean known = place > 0 && at(place - 1).equals(peer);
    if (!known && place < MAX) {
      insert(place, peer, (byte) Math.min(count, Byte.MAX_VALUE));
    }
  }

  private boolean isCloser(RingPeer peer, RingPeer other) {
    long left = RingId.distance(peer.id(), target);
    return Long.compareUnsigned(left, RingId.distance(other.id(), target)) < 0;
  }

  private void insert(int place, RingPeer peer, byte count) {
    if (size == peers.length && size < MAX) {
      peers = Arrays.copyOf(peers, MAX);
      steps = Arrays.copyOf(steps, MAX);
    }
    size = Math.min(size + 1, MAX);
    System.arraycopy(peers, place, peers, place + 1, size - 1 - place);
    System.arraycopy(steps, place, steps, place + 1, size - 1 - place);
    peers[place] = peer;
    steps[place] = count;
  }

  /** Removes the closest candidate; null if there is none. */
  @Nullable RingPeer takeClosest() {
    if (size == 0) {
      return null;
    }
    RingPeer closest = at(0);
    takenSteps = steps[0];
    size--;
    System.arraycopy(peers, 1, peers, 0, size);
    System.arraycopy(steps, 1, steps, 0, size);
    return closest;
  }

  /** The number of steps that led to the candidate removed last. */
  int takenSteps() {
    return takenSteps;
  }

  private RingPeer at(int place) {
    RingPeer peer = peers[place];
    if (peer == null) {
      throw new IllegalStateException("no candidate at " + place);
    }
    return peer;
  }
}
