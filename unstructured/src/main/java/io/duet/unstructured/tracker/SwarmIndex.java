package io.duet.unstructured.tracker;

import io.duet.bounded.FairShareQuota;
import io.duet.node.Key;
import io.duet.node.Peer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * The index of a tracker: its peers, and the pieces that each of them holds. A peer announces only
 * for itself. Bounds: {@link #CONTENTS_PER_PEER_MAX} and the {@link FairShareQuota} of each peer;
 * {@link #PEERS_PER_CONTENT_MAX}; {@link #ENTRIES_MAX} in all.
 */
final class SwarmIndex {
  static final int CONTENTS_PER_PEER_MAX = 1 << 16;
  static final int PEERS_PER_CONTENT_MAX = 1 << 12;
  static final int ENTRIES_MAX = 1 << 22;

  private static final class Entry {
    private Set<Key> keys = Collections.emptySet(); // most peers of a large network hold nothing
    private long heardAt;
  }

  private final FairShareQuota room;
  private final Map<Peer, Entry> peers = new LinkedHashMap<>();
  private final Map<Key, Map<Peer, PieceBitfield>> swarms = new LinkedHashMap<>();
  private int entries;

  SwarmIndex(int entriesMax) {
    this.room = new FairShareQuota(entriesMax);
  }

  int peers() {
    return peers.size();
  }

  /** The contents with a holder. */
  Collection<Key> contents() {
    return Collections.unmodifiableSet(swarms.keySet());
  }

  /** The number of entries, one for each peer and content. */
  int entries() {
    return entries;
  }

  boolean contains(Peer peer) {
    return peers.containsKey(peer);
  }

  List<Peer> list() {
    return List.copyOf(peers.keySet());
  }

  /** Adds a peer without contents, in place of what was known of it. */
  void attach(Peer peer, long now) {
    detach(peer);
    peers.put(peer, new Entry());
    heard(peer, now);
  }

  /** Notes that a peer lives; false if it is not attached. */
  boolean heard(Peer peer, long now) {
    Entry entry = peers.get(peer);
    if (entry != null) {
      entry.heardAt = now;
    }
    return entry != null;
  }

  /** Removes a peer with its entries; false if it was not attached. */
  boolean detach(Peer peer) {
    Entry entry = peers.remove(peer);
    if (entry != null) {
      entry.keys.forEach(key -> leave(key, peer));
    }
    return entry != null;
  }

  /** The peers that were silent since this time. */
  List<Peer> silentSince(long nanos) {
    return peers.entrySet().stream()
        .filter(peer -> peer.getValue().heardAt < nanos)
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Sets the pieces that an attached peer holds; false, without a change, beyond a bound. */
  boolean put(Peer peer, Key key, PieceBitfield pieces) {
    Entry entry = peers.get(peer);
    boolean held = entry != null && entry.keys.contains(key);
    if (entry == null || (!held && !pieces.isNone() && !hasRoom(entry, key))) {
      return false;
    }
    if (held && pieces.isNone()) {
      entry.keys.remove(key);
      leave(key, peer);
    } else if (!pieces.isNone()) {
      swarms.computeIfAbsent(key, k -> new LinkedHashMap<>(4)).put(peer, pieces);
      entry.keys = entry.keys.isEmpty() ? new LinkedHashSet<>(4) : entry.keys;
      entries += entry.keys.add(key) ? 1 : 0;
    }
    return true;
  }

  private boolean hasRoom(Entry entry, Key key) {
    return entry.keys.size() < Math.min(CONTENTS_PER_PEER_MAX, room.perPeer(entries))
        && holders(key) < PEERS_PER_CONTENT_MAX;
  }

  private void leave(Key key, Peer peer) {
    Map<Peer, PieceBitfield> swarm = swarm(key);
    swarm.remove(peer);
    entries--;
    if (swarm.isEmpty()) {
      swarms.remove(key);
    }
  }

  /**
   * Peers that hold pieces of a content, without the asking one: all of them, or a random sample of
   * as many as a message names (Vitter's algorithm R), which spreads their load.
   */
  List<Peer> holders(Key key, Peer asking, RandomGenerator random) {
    List<Peer> holders = new ArrayList<>();
    int seen = 0;
    for (Peer peer : swarm(key).keySet()) {
      if (peer.equals(asking)) {
        continue;
      }
      seen++;
      if (holders.size() < TrackerMessage.PEERS_MAX) {
        holders.add(peer);
        continue;
      }
      int place = random.nextInt(seen);
      if (place < TrackerMessage.PEERS_MAX) {
        holders.set(place, peer);
      }
    }
    return holders;
  }

  /** The number of peers that hold pieces of a content. */
  int holders(Key key) {
    return swarm(key).size();
  }

  /** The replicas of each piece of a content, whose number of pieces its first holder gives. */
  List<Integer> replicas(Key key) {
    return swarm(key).values().stream()
        .findFirst()
        .map(pieces -> replicas(key, pieces.count()))
        .orElse(List.of());
  }

  /** The replicas of each piece of a content with {@code pieces}; empty without a holder. */
  List<Integer> replicas(Key key, int pieces) {
    int[] replicas = new int[pieces];
    int holders = 0;
    for (PieceBitfield held : swarm(key).values()) {
      if (held.count() == pieces) { // others mean a different content
        held.addTo(replicas);
        holders++;
      }
    }
    return holders == 0 ? List.of() : Arrays.stream(replicas).boxed().toList();
  }

  private Map<Peer, PieceBitfield> swarm(Key key) {
    return swarms.getOrDefault(key, Collections.emptyMap());
  }
}
