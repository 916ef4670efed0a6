package io.duet.chord.storage;

import io.duet.chord.id.RecordRange;
import io.duet.chord.id.RingId;
import io.duet.chord.id.RingPeer;
import io.duet.chord.ring.ChordContext;
import io.duet.node.Timer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Anti-entropy: an owner compares its records with one replica at a time, until both are equal. A
 * replica that is new, or new to a part of the range, is compared within a second; after that one
 * replica in each period, in turn. An owner whose range has grown compares with its first successor
 * before any other, because that one has replicated the range longest.
 *
 * <p>Timers: {@link Alarm#COMPARE}, only while there is something to compare.
 */
public final class AntiEntropy {
  private static final long SOON_NANOS = 1_000_000_000;

  /** Rings when the next comparison is due. */
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

  AntiEntropy(ChordContext node, ReplicatedStore store) {
    this.node = node;
    this.store = store;
    this.before = node.routing().predecessor();
  }

  /** Sees to it that the next turn comes, now that something is kept. */
  void begin() {
    if (dueNanos == Long.MAX_VALUE && !comparing) {
      setAlarm(node.config().compareNanos());
    }
  }

  /** Whether what this member owns may still be missing here. */
  boolean isUnderWay() {
    return comparing || grown;
  }

  /** This member owns more than before: those that follow it may have the records. */
  void rangeGrew() {
    grown = true;
    settled.clear();
    setAlarm(SOON_NANOS);
  }

  /** A replica may not have what it was told. */
  void doubt(RingPeer replica) {
    settled.remove(replica);
    setAlarm(SOON_NANOS);
  }

  /** Looks whether other members have become neighbours. */
  void look() {
    RingPeer known = before;
    before = node.routing().predecessor();
    if (!Objects.equals(known, before) && !isCloser(before, known)) {
      settled.clear();
    }
    List<RingPeer> peers = store.replicators();
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

  /** Compares with the next one, if it is time. */
  void onAlarm() {
    if (comparing || store.now() < dueNanos) {
      return; // an alarm that an earlier one has replaced
    }
    dueNanos = Long.MAX_VALUE;
    store.expire();
    RecordRange owned = store.owned();
    RingPeer peer = owned == null ? null : next(owned);
    if (owned != null && peer != null) {
      comparing = true;
      new RangeReconciliation(node, store, peer, agreed -> onEnd(peer, owned, agreed)).start(owned);
    } else if (!store.records().isEmpty()) {
      begin();
    }
  }

  /** The next one with which this member has not agreed yet, or the next one of all. */
  private @Nullable RingPeer next(RecordRange owned) {
    List<RingPeer> peers = store.replicators();
    peers.removeIf(peer -> !owned.canBelongTo(node.routing().self(), peer)); // not in order yet
    grown &= !peers.isEmpty();
    if (peers.isEmpty() || (store.records().isEmpty() && !grown)) {
      return null;
    }
    int first = grown ? 0 : turn;
    int place = first % peers.size();
    for (int i = 0; i < peers.size(); i++) {
      int candidate = (first + i) % peers.size();
      if (!settled.contains(peers.get(candidate))) {
        place = candidate;
        break;
      }
    }
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
      begin();
      look();
    }
  }
}
