package io.duet.unstructured.tracker;

import io.duet.node.Key;
import io.duet.node.Peer;
import io.duet.overlay.OverlayEvent;
import io.duet.overlay.spi.PeerNode;
import io.duet.rpc.ReplyHandler;
import io.duet.unstructured.tracker.TrackerMessage.Holding;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The pieces that this peer holds, and which of them it has yet to announce to its tracker.
 *
 * <p>Message out: Announce; in: AnnounceReply. Invariant: one announcement is in progress at a
 * time; a lost or refused one is repeated.
 */
final class LocalPieces {
  private final PeerNode<TrackerConfig> node;
  private Map<Key, PieceBitfield> held =
      Collections.emptyMap(); // most nodes hold little or nothing
  private Set<Key> unannounced = Collections.emptySet();
  private @Nullable Peer announcingTo;

  LocalPieces(PeerNode<TrackerConfig> node) {
    this.node = node;
  }

  PieceBitfield of(Key key) {
    return held.getOrDefault(key, PieceBitfield.NONE);
  }

  List<Key> keys() {
    return List.copyOf(held.keySet());
  }

  /**
   * Sets the pieces that this peer holds of a content; {@link PieceBitfield#NONE} removes it.
   *
   * @throws IllegalStateException beyond {@link SwarmIndex#CONTENTS_PER_PEER_MAX} contents
   */
  void put(Key key, PieceBitfield pieces) {
    boolean added = !held.containsKey(key);
    if (added && pieces.isNone()) {
      return;
    }
    if (added && held.size() >= SwarmIndex.CONTENTS_PER_PEER_MAX) {
      throw new IllegalStateException(
          "a peer holds at most " + SwarmIndex.CONTENTS_PER_PEER_MAX + " contents");
    }
    held = held.isEmpty() ? new LinkedHashMap<>(4) : held;
    held.compute(key, (content, before) -> pieces.isNone() ? null : pieces);
    unannounced = unannounced.isEmpty() ? new LinkedHashSet<>(4) : unannounced;
    unannounced.add(key);
  }

  /** Announces all contents to a new tracker. */
  void announceAll(Peer tracker) {
    announcingTo = null;
    unannounced = new LinkedHashSet<>(held.keySet());
    announce(tracker);
  }

  /** Announces what the tracker does not know yet, unless an announcement is in progress. */
  void announce(@Nullable Peer tracker) {
    if (tracker == null || announcingTo != null || unannounced.isEmpty()) {
      return;
    }
    List<Key> keys = unannounced.stream().limit(TrackerMessage.HOLDINGS_MAX).toList();
    keys.forEach(unannounced::remove);
    announcingTo = tracker;
    List<Holding> holdings =
        keys.stream().map(key -> new Holding(key, of(key).count(), of(key).words())).toList();
    node.ask(
        tracker,
        id -> new TrackerMessage.Announce(id, holdings),
        ReplyHandler.of(
            reply -> announced(tracker, keys, reply.accepted()),
            () -> announced(tracker, keys, false)));
  }

  /** Ends an announcement; a refused one waits for the next heartbeat, to bound the requests. */
  private void announced(Peer tracker, List<Key> keys, boolean accepted) {
    if (!tracker.equals(announcingTo)) {
      return; // all is being announced to another tracker
    }
    announcingTo = null;
    if (!accepted) {
      unannounced.addAll(keys);
      return;
    }
    keys.stream()
        .filter(held::containsKey)
        .forEach(key -> node.host().emit(new OverlayEvent.Announced(key, tracker)));
    announce(tracker);
  }
}
