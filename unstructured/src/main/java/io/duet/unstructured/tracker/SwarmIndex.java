package io.duet.unstructured.tracker;

import io.duet.bounded.FairShareQuota;
import io.duet.node.Key;
import io.duet.node.PeerAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What a tracker knows: its peers, and which pieces of which content each of them holds. A peer
 * speaks for itself alone. Bounds: {@link #CONTENTS_PER_PEER_MAX}, and no more than the {@link
 * FairShareQuota} leaves a peer; {@link #PEERS_PER_CONTENT_MAX}; {@link #ENTRIES_MAX} in all.
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
  private final Map<PeerAddress, Entry> peers = new LinkedHashMap<>();
  private final Map<Key, Map<PeerAddress, PieceBitfield>> swarms = new LinkedHashMap<>();
  private int entries;

  /** An index without peers. */
  SwarmIndex() {
    this(ENTRIES_MAX);
  }

  SwarmIndex(int entriesMax) {
    this.room = new FairShareQuota(entriesMax);
  }

  int peers() {
    return peers.size();
  }

  /** How many contents are held by somebody. */
  int contents() {
    return swarms.size();
  }

  /** How many holdings of peers are known. */
  int entries() {
    return entries;
  }

  boolean contains(PeerAddress peer) {
    return peers.containsKey(peer);
  }

  /** The peers, in the order in which they came. */
  List<PeerAddress> addresses() {
    return List.copyOf(peers.keySet());
  }

  /** Takes a peer that holds nothing yet. */
  void attach(PeerAddress peer, long now) {
    detach(peer);
    peers.put(peer, new Entry());
    heard(peer, now);
  }

  /** Notes that a peer lives; false when it is not attached. */
  boolean heard(PeerAddress peer, long now) {
    Entry entry = peers.get(peer);
    if (entry != null) {
      entry.heardAt = now;
    }
    return entry != null;
  }

  /** Forgets a peer and all that it holds; false when it was not attached. */
  boolean detach(PeerAddress peer) {
    Entry entry = peers.remove(peer);
    if (entry != null) {
      entry.keys.forEach(key -> leave(key, peer));
    }
    return entry != null;
  }

  /** The peers that have said nothing since then. */
  List<PeerAddress> silentSince(long nanos) {
    List<PeerAddress> silent = new ArrayList<>(0);
    peers.forEach(
        (peer, entry) -> {
          if (entry.heardAt < nanos) {
            silent.add(peer);
          }
        });
    return silent;
  }

  /** Notes what an attached peer holds of a content now; false, and nothing is, beyond a bound. */
  boolean put(PeerAddress peer, Key key, PieceBitfield pieces) {
    Entry entry = peers.get(peer);
    if (entry == null) {
      return false;
    }
    if (pieces.isNone()) {
      remove(peer, entry, key);
      return true;
    }
    return add(peer, entry, key, pieces);
  }

  private boolean add(PeerAddress peer, Entry entry, Key key, PieceBitfield pieces) {
    Map<PeerAddress, PieceBitfield> swarm = swarms.get(key);
    boolean fresh = swarm == null || !swarm.containsKey(peer);
    if (fresh && !hasRoom(entry, swarm)) {
      return false;
    }
    swarms.computeIfAbsent(key, k -> new LinkedHashMap<>(4)).put(peer, pieces);
    if (fresh) {
      entries++;
      entry.keys = entry.keys.isEmpty() ? new LinkedHashSet<>(4) : entry.keys;
      entry.keys.add(key);
    }
    return true;
  }

  private boolean hasRoom(Entry entry, @Nullable Map<?, ?> swarm) {
    return entry.keys.size() < Math.min(CONTENTS_PER_PEER_MAX, room.perPeer(entries))
        && (swarm == null || swarm.size() < PEERS_PER_CONTENT_MAX);
  }

  private void remove(PeerAddress peer, Entry entry, Key key) {
    if (!entry.keys.isEmpty() && entry.keys.remove(key)) {
      leave(key, peer);
    }
  }

  private void leave(Key key, PeerAddress peer) {
    Map<PeerAddress, PieceBitfield> swarm = swarms.get(key);
    if (swarm != null && swarm.remove(peer) != null) {
      entries--;
      if (swarm.isEmpty()) {
        swarms.remove(key);
      }
    }
  }

  /**
   * Peers that hold pieces of a content, the asking one aside: all of them, or as many as a message
   * names, drawn by lot (Vitter's algorithm R), so that their load is shared.
   */
  List<PeerAddress> holders(Key key, PeerAddress asking, RandomGenerator random) {
    List<PeerAddress> holders = new ArrayList<>();
    int seen = 0;
    for (PeerAddress peer : swarm(key).keySet()) {
      if (peer.equals(asking)) {
        continue;
      }
      seen++;
      if (holders.size() < WireLimits.PEERS_MAX) {
        holders.add(peer);
        continue;
      }
      int place = random.nextInt(seen);
      if (place < WireLimits.PEERS_MAX) {
        holders.set(place, peer);
      }
    }
    return holders;
  }

  /** How many peers hold each piece of a content that has so many; none when nobody holds any. */
  List<Integer> replicas(Key key, int pieces) {
    int[] replicas = new int[pieces];
    int holders = 0;
    for (PieceBitfield held : swarm(key).values()) {
      if (held.count() == pieces) { // one who says another number speaks of something else
        held.addTo(replicas);
        holders++;
      }
    }
    return holders == 0 ? List.of() : Arrays.stream(replicas).boxed().toList();
  }

  private Map<PeerAddress, PieceBitfield> swarm(Key key) {
    return swarms.getOrDefault(key, Collections.emptyMap());
  }

  /** Some contents, at most so many, each with the pieces of its first holder. */
  Map<Key, PieceBitfield> some(int max) {
    Map<Key, PieceBitfield> some = new LinkedHashMap<>();
    for (Map.Entry<Key, Map<PeerAddress, PieceBitfield>> swarm : swarms.entrySet()) {
      if (some.size() >= max) {
        break;
      }
      some.put(swarm.getKey(), swarm.getValue().values().iterator().next());
    }
    return some;
  }

  /** How many peers hold pieces of a content. */
  int holders(Key key) {
    return swarm(key).size();
  }
}
