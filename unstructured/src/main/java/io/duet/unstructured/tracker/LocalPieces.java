package io.duet.unstructured.tracker;

import io.duet.node.Host;
import io.duet.node.Key;
import io.duet.node.Peer;
import io.duet.overlay.OverlayEvent;
import io.duet.rpc.PeerRequests;
import io.duet.rpc.ReplyHandler;
import io.duet.rpc.RetryPolicy;
import io.duet.unstructured.tracker.TrackerMessage.Holding;
import java.util.ArrayList;
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
 * <p>Message out: Announce; in: AnnounceReply. Invariant: one announcement is under way at a time;
 * a lost or refused one is repeated.
 */
final class LocalPieces {
  private final Host host;
  private final TrackerConfig config;
  private final PeerRequests requests;
  private Map<Key, PieceBitfield> held =
      Collections.emptyMap(); // most nodes hold little or nothing
  private Set<Key> unannounced = Collections.emptySet();
  private @Nullable Peer announcingTo;

  LocalPieces(Host host, TrackerConfig config, PeerRequests requests) {
    this.host = host;
    this.config = config;
    this.requests = requests;
  }

  /** The pieces of a content that this peer holds. */
  PieceBitfield of(Key key) {
    return held.getOrDefault(key, PieceBitfield.NONE);
  }

  /** The contents of which this peer holds pieces. */
  List<Key> keys() {
    return List.copyOf(held.keySet());
  }

  int size() {
    return held.size();
  }

  /**
   * Sets the pieces that this peer holds of a content; {@link PieceBitfield#NONE} removes it.
   *
   * @throws IllegalStateException beyond {@link SwarmIndex#CONTENTS_PER_PEER_MAX} contents
   */
  void put(Key key, PieceBitfield pieces) {
    boolean fresh = !held.containsKey(key);
    if (fresh && pieces.isNone()) {
      return;
    }
    if (fresh && held.size() >= SwarmIndex.CONTENTS_PER_PEER_MAX) {
      throw new IllegalStateException(
          "a peer holds at most " + SwarmIndex.CONTENTS_PER_PEER_MAX + " contents");
    }
    held = held.isEmpty() ? new LinkedHashMap<>(4) : held;
    if (pieces.isNone()) {
      held.remove(key);
    } else {
      held.put(key, pieces);
    }
    unannounced = unannounced.isEmpty() ? new LinkedHashSet<>(4) : unannounced;
    unannounced.add(key);
  }

  /** Announces all contents to a new tracker. */
  void announceAll(Peer tracker) {
    announcingTo = null;
    unannounced = new LinkedHashSet<>(held.keySet());
    announce(tracker);
  }

  /** Announces what the tracker does not know yet, unless an announcement is under way. */
  void announce(Peer tracker) {
    if (announcingTo != null || unannounced.isEmpty()) {
      return;
    }
    List<Key> keys = unannounced.stream().limit(WireLimits.HOLDINGS_MAX).toList();
    keys.forEach(unannounced::remove);
    announcingTo = tracker;
    requests.send(
        tracker,
        id -> new TrackerMessage.Announce(id, holdings(keys)),
        RetryPolicy.once(config.timeoutNanos()),
        ReplyHandler.of(
            reply -> announced(tracker, keys, reply.accepted()),
            () -> announced(tracker, keys, false)));
  }

  private List<Holding> holdings(List<Key> keys) {
    List<Holding> holdings = new ArrayList<>(keys.size());
    for (Key key : keys) {
      holdings.add(new Holding(key, of(key).count(), of(key).words()));
    }
    return holdings;
  }

  /** Ends an announcement; a refused one waits for the next beat, to bound the requests. */
  private void announced(Peer tracker, List<Key> keys, boolean accepted) {
    if (!tracker.equals(announcingTo)) {
      return; // all is being announced to another tracker
    }
    announcingTo = null;
    if (!accepted) {
      unannounced.addAll(keys);
      return;
    }
    for (Key key : keys) {
      if (held.containsKey(key)) {
        host.emit(new OverlayEvent.Announced(key, tracker));
      }
    }
    announce(tracker);
  }
}
