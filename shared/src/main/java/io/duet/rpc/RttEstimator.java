package io.duet.rpc;

import io.duet.node.Peer;
import org.jspecify.annotations.Nullable;

/**
 * Estimates round trips, their mean and deviation for each peer, as TCP does (RFC 6298, section 2),
 * and over all peers. A timeout is the peer's mean and four deviations. For an unmeasured peer it
 * is three times the mean of all, or their mean and four deviations if that is more, and at least
 * an initial value until a few have replied. Consecutive failures lengthen it, because too short a
 * timeout would never be corrected.
 *
 * <p>Timeouts have a floor that does not depend on the network: a process in garbage collection, or
 * waiting for a CPU, pauses for longer than a round trip of a local network. RFC 6298 asks for a
 * second, RFC 8961 for none once round trips are measured, Linux uses 200 ms.
 */
final class RttEstimator {
  static final long TIMEOUT_NANOS_MIN = 250_000_000;
  private static final long TIMEOUT_NANOS_MAX = 60_000_000_000L; // RFC 6298, section 2.5
  private static final int PEERS_MAX = 64;
  private static final int MEASURED_MIN = 8;
  private static final int FAILURES_MAX = 16;
  private static final int FAILURES_UNTIL_DOUBLED = 8; // not after the first dead peer
  private static final Peer[] NO_PEERS = {};
  private static final float[] NO_TIMES = {};

  private float meanMs; // of all peers
  private float deviationMs;
  private byte measured; // their number, up to a bound
  private byte failures; // since the last reply
  private @Nullable Peer[] peers = NO_PEERS; // by hash; a colliding one replaces the other
  private float[] timesMs = NO_TIMES; // of each place, the mean and then the deviation

  /**
   * The timeout for a reply of this peer in nanoseconds.
   *
   * @param firstNanos the initial value, until a few peers have replied
   */
  long timeoutNanos(Peer peer, long firstNanos) {
    int place = placeOf(peer);
    if (place >= 0) {
      return bounded((long) ((timesMs[2 * place] + marginMs(place)) * 1e6));
    }
    long unmeasuredNanos = (long) (Math.max(3 * meanMs, meanMs + 4 * deviationMs) * 1e6);
    boolean guessing = measured < MEASURED_MIN; // a few near peers do not predict far ones
    long nanos = guessing ? Math.max(firstNanos, unmeasuredNanos) : unmeasuredNanos;
    return Math.max(TIMEOUT_NANOS_MIN, nanos) << failures / FAILURES_UNTIL_DOUBLED;
  }

  private static long bounded(long nanos) {
    return Math.max(TIMEOUT_NANOS_MIN, Math.min(TIMEOUT_NANOS_MAX, nanos));
  }

  /** Four deviations, but at least half the mean. */
  private float marginMs(int place) {
    return Math.max(4 * timesMs[2 * place + 1], timesMs[2 * place] / 2);
  }

  /** The mean round trip of a peer in milliseconds; NaN if it was not measured. */
  float meanMs(Peer peer) {
    int place = placeOf(peer);
    return place < 0 ? Float.NaN : timesMs[2 * place];
  }

  private int placeOf(Peer peer) {
    int place = peers.length == 0 ? -1 : peer.hashCode() & peers.length - 1;
    return place >= 0 && peer.equals(peers[place]) ? place : -1;
  }

  /** Notes that an attempt timed out. */
  void failed() {
    failures += failures < FAILURES_MAX ? 1 : 0;
  }

  /** Notes that a peer replied after {@code ms} milliseconds. */
  void measured(Peer peer, float ms) {
    failures = 0;
    measured += measured < MEASURED_MIN ? 1 : 0;
    deviationMs = meanMs == 0 ? ms / 2 : deviationMs + (Math.abs(ms - meanMs) - deviationMs) / 16;
    meanMs = meanMs == 0 ? Math.max(ms, Float.MIN_NORMAL) : meanMs + (ms - meanMs) / 16;
    int known = placeOf(peer);
    int mean = 2 * (known < 0 ? place(peer) : known);
    if (known < 0) {
      timesMs[mean] = ms;
      timesMs[mean + 1] = ms / 2;
    } else {
      timesMs[mean + 1] += (Math.abs(ms - timesMs[mean]) - timesMs[mean + 1]) / 4;
      timesMs[mean] += (ms - timesMs[mean]) / 8;
    }
  }

  private int place(Peer peer) {
    while (peers.length < PEERS_MAX && !isFree(peer)) {
      grow();
    }
    int place = peer.hashCode() & peers.length - 1;
    peers[place] = peer;
    return place;
  }

  private boolean isFree(Peer peer) {
    return peers.length > 0 && peers[peer.hashCode() & peers.length - 1] == null;
  }

  private void grow() {
    @Nullable Peer[] old = peers;
    float[] oldTimes = timesMs;
    int length = Math.max(4, 2 * old.length);
    peers = new @Nullable Peer[length];
    timesMs = new float[2 * length];
    for (int i = 0; i < old.length; i++) {
      Peer peer = old[i];
      if (peer != null) {
        int place = peer.hashCode() & length - 1;
        peers[place] = peer;
        System.arraycopy(oldTimes, 2 * i, timesMs, 2 * place, 2);
      }
    }
  }
}
