package io.duet.chord.storage;

import io.duet.chord.id.RecordRange;
import io.duet.chord.id.RingId;
import io.duet.chord.id.RingPeer;
import io.duet.chord.ring.ChordContext;
import io.duet.node.Timer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Anti-entropy: an owner compares its records with one replica at a time, until both are equal. A
 * replica that is new, or new to a part of the range, is compared within a second, and then one
 * replica per period, in turn. An owner whose range has grown compares with its first successor
 * before any other, because that one has replicated the range longest.
 *
 * <p>Timers: {@link Alarm#COMPARE}, only while there are records to compare.
 */
public final class AntiEntropy {
  private static final long SOON_NANOS = 1_000_000_000;

  /** Fires when the next comparison is due. */
  public enum Alarm implements Timer {
    COMPARE
  }

  private final ChordContext node;
  private final ReplicatedStore store;
  private final List<RingPeer> settled = new ArrayList<>(2);
  private @Nullable RingPeer before;
  private long dueNanos = Long.MAX_VALUE;
  private boolean comparing;
  private boolean grown;
  private int turn;

  AntiEntropy(ReplicatedStore store) {
    this.node = store.node;
    this.store = store;
    this.before = node.routing().predecessor();
  }

  /** Schedules the next comparison, as records are stored now. */
  void schedule() {
    if (dueNanos == Long.MAX_VALUE && !comparing) {
      setAlarm(node.config().compareNanos());
    }
  }

  /** Whether records that this member owns may still be missing here. */
  boolean isUnderWay() {
    return comparing || grown;
  }

  /** The range of this member has grown: its successors may have the records. */
  void rangeGrew() {
    grown = true;
    settled.clear();
    setAlarm(SOON_NANOS);
  }

  /** A replica may lack a record that was copied to it. */
  void doubt(RingPeer replica) {
    settled.remove(replica);
    setAlarm(SOON_NANOS);
  }

  /** Schedules a comparison if the predecessor or a replica has changed. */
  void onNeighbors() {
    RingPeer known = before;
    before = node.routing().predecessor();
    if (!Objects.equals(known, before) && !isCloser(before, known)) {
      settled.clear();
    }
    List<RingPeer> peers = store.replicas();
    settled.retainAll(peers);
    if (settled.size() < peers.size() && !store.records().isEmpty()) {
      setAlarm(SOON_NANOS);
    }
  }

  private boolean isCloser(@Nullable RingPeer peer, @Nullable RingPeer known) {
    return peer != null
        && known != null
        && RingId.isBetween(known.id(), peer.id(), node.routing().self().id());
  }

  private void setAlarm(long delayNanos) {
    long due = store.now() + delayNanos;
    if (node.config().compareNanos() > 0 && !comparing && due < dueNanos) {
      dueNanos = due;
      node.host().setTimer(Alarm.COMPARE, delayNanos);
    }
  }

  /** Begins the next comparison, if it is due. */
  void onAlarm() {
    if (comparing || store.now() < dueNanos) {
      return; // replaced by an earlier alarm
    }
    dueNanos = Long.MAX_VALUE;
    store.expire();
    RecordRange owned = store.owned();
    RingPeer peer = owned == null ? null : next(owned);
    if (owned != null && peer != null) {
      comparing = true;
      new RangeReconciliation(store, peer, agreed -> onEnd(peer, owned, agreed)).start(owned);
    } else if (!store.records().isEmpty()) {
      schedule();
    }
  }

  /** The next replica not known to be equal, or else the next one; null if there is none. */
  private @Nullable RingPeer next(RecordRange owned) {
    List<RingPeer> peers = store.replicas();
    peers.removeIf(
        peer -> !owned.canBelongTo(node.routing().self(), peer)); // not in ring order yet
    grown &= !peers.isEmpty();
    if (peers.isEmpty() || (store.records().isEmpty() && !grown)) {
      return null;
    }
    int first = grown ? 0 : turn;
    int place =
        IntStream.range(first, first + peers.size())
            .map(candidate -> candidate % peers.size())
            .filter(candidate -> !settled.contains(peers.get(candidate)))
            .findFirst()
            .orElse(first % peers.size());
    turn = place + 1;
    return peers.get(place);
  }

  private void onEnd(RingPeer peer, RecordRange compared, boolean agreed) {
    comparing = false;
    grown &= !agreed;
    settled.remove(peer);
    if (agreed && compared.equals(store.owned())) {
      settled.add(peer);
    }
    if (grown) {
      setAlarm(SOON_NANOS);
    } else if (!store.records().isEmpty()) {
      schedule();
      onNeighbors();
    }
  }
}
