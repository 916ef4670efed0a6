package io.duet.chord;

import io.duet.node.Key;
import io.duet.node.PeerAddress;
import io.duet.overlay.Answer;
import io.duet.overlay.ProviderRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongPredicate;

/**
 * Keeps provider records for a member: those of the keys that it owns, copied to its successors,
 * and copies for members before it.
 */
final class RecordKeeper {
  private final ChordNode node;
  private final RecordStore store = new RecordStore();

  RecordKeeper(ChordNode node) {
    this.node = node;
  }

  int size() {
    return store.size();
  }

  /** Keeps a record here and on the successors that replicate it; false when there is no room. */
  boolean keep(Key key, PeerAddress provider, int secondsLeft) {
    int seconds = bounded(secondsLeft);
    if (seconds <= 0 || !store.put(key, provider, seconds, now())) {
      return false;
    }
    send(List.of(new ProviderRecord(key, provider, seconds)), replicators());
    return true;
  }

  private List<RingPeer> replicators() {
    List<RingPeer> successors = node.view().successors();
    int copies = Math.min(node.config().replicas() - 1, successors.size());
    return node.view().isAlone() ? List.of() : new ArrayList<>(successors.subList(0, copies));
  }

  /** Forgets that this peer provides the content. */
  void drop(Key key, PeerAddress provider) {
    store.remove(key, provider);
  }

  /** The live records of a key, as many as an answer may name. */
  List<ProviderRecord> get(Key key) {
    return store.get(key, now(), Answer.PROVIDERS_MAX);
  }

  /** How many records are kept. */
  int count() {
    return store.count();
  }

  /** Drops what has expired. */
  void expire() {
    store.expire(now());
  }

  /** Copies the records of chosen positions to a peer, and keeps them as well. */
  void handOver(RingPeer peer, LongPredicate chosen) {
    send(store.chosen(chosen, now()), List.of(peer));
  }

  /** Takes copies from the successor, and from members that can own their keys. */
  void take(PeerAddress from, ChordMessage.Replicate copies) {
    RingPeer sender = RingPeer.of(from);
    for (ProviderRecord copy : copies.records()) {
      int seconds = bounded(copy.secondsLeft());
      if (!mayCopy(sender, RingId.of(copy.key()))) {
        node.refuse(from, "copy from no owner");
      } else if (seconds > 0) {
        store.put(copy.key(), copy.provider(), seconds, now());
      }
    }
  }

  /** A successor hands over; an owner lies between its keys and those that replicate for it. */
  private boolean mayCopy(RingPeer sender, long position) {
    return sender.equals(node.view().successor())
        || RingId.isWithin(position - 1, sender.id(), node.view().self().id());
  }

  private int bounded(int secondsLeft) {
    return Math.min(secondsLeft, node.config().recordSeconds());
  }

  private void send(List<ProviderRecord> copies, List<RingPeer> peers) {
    for (int from = 0; from < copies.size(); from += ChordFormats.RECORDS_MAX) {
      int to = Math.min(copies.size(), from + ChordFormats.RECORDS_MAX);
      ChordMessage.Replicate message =
          new ChordMessage.Replicate(List.copyOf(copies.subList(from, to)));
      peers.forEach(peer -> node.host().send(peer.address(), message));
    }
  }

  private long now() {
    return node.host().nowNanos();
  }
}
