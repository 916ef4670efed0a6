package io.duet.unstructured;

import io.duet.node.Key;
import io.duet.node.PeerAddress;
import io.duet.overlay.Answer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the leaves of a super-peer offer, by leaf and by key; bounded per leaf. */
final class LeafIndex {
  static final int KEYS_PER_LEAF_MAX = 1 << 16;

  private static final class Entry {
    private Set<Key> keys = Collections.emptySet(); // most leaves of a large network offer nothing
    private int digest;
    private long heardAt;
  }

  private final Map<PeerAddress, Entry> leaves = new LinkedHashMap<>();
  private final Map<Key, List<PeerAddress>> providers = new LinkedHashMap<>();

  int leaves() {
    return leaves.size();
  }

  boolean contains(PeerAddress leaf) {
    return leaves.containsKey(leaf);
  }

  /** Attaches a leaf, without keys yet. */
  void attach(PeerAddress leaf, long now) {
    leaves.computeIfAbsent(leaf, address -> new Entry()).heardAt = now;
  }

  /** Notes that a leaf lives; false when it is not attached. */
  boolean heard(PeerAddress leaf, long now) {
    Entry entry = leaves.get(leaf);
    if (entry != null) {
      entry.heardAt = now;
    }
    return entry != null;
  }

  /** The leaves, in the order in which they came. */
  List<PeerAddress> addresses() {
    return List.copyOf(leaves.keySet());
  }

  /**
   * The digest of what a leaf has registered, 0 for a stranger: by it a leaf sees whether a change
   * was lost.
   */
  int digest(PeerAddress leaf) {
    Entry entry = leaves.get(leaf);
    return entry == null ? 0 : entry.digest;
  }

  /** The digest of a set of keys with one more, or one less; it does not depend on their order. */
  static int digestWith(int digest, Key key) {
    return digest ^ key.hashCode();
  }

  /** Adds what an attached leaf offers; false, and nothing is added, beyond the bound. */
  boolean add(PeerAddress leaf, List<Key> keys) {
    Entry entry = leaves.get(leaf);
    if (entry == null || entry.keys.size() + keys.size() > KEYS_PER_LEAF_MAX) {
      return false;
    }
    if (entry.keys.isEmpty() && !keys.isEmpty()) {
      entry.keys = new LinkedHashSet<>(4);
    }
    for (Key key : keys) {
      if (entry.keys.add(key)) {
        entry.digest = digestWith(entry.digest, key);
        providers.computeIfAbsent(key, k -> new ArrayList<>(1)).add(leaf);
      }
    }
    return true;
  }

  /** Removes what an attached leaf offers no longer. */
  void remove(PeerAddress leaf, List<Key> keys) {
    Entry entry = leaves.get(leaf);
    if (entry == null) {
      return;
    }
    for (Key key : keys) {
      if (entry.keys.remove(key)) {
        entry.digest = digestWith(entry.digest, key);
        removeProvider(key, leaf);
      }
    }
  }

  /** Detaches a leaf and all that it offered; false when it was not attached. */
  boolean detach(PeerAddress leaf) {
    Entry entry = leaves.remove(leaf);
    if (entry != null) {
      entry.keys.forEach(key -> removeProvider(key, leaf));
    }
    return entry != null;
  }

  private void removeProvider(Key key, PeerAddress leaf) {
    List<PeerAddress> known = providers.get(key);
    if (known != null && known.remove(leaf) && known.isEmpty()) {
      providers.remove(key);
    }
  }

  /** The leaves that have said nothing since then. */
  List<PeerAddress> silentSince(long nanos) {
    List<PeerAddress> silent = new ArrayList<>(0);
    leaves.forEach(
        (leaf, entry) -> {
          if (entry.heardAt < nanos) {
            silent.add(leaf);
          }
        });
    return silent;
  }

  /** The leaves that offer a content, the latest first, as many as an answer may name. */
  List<PeerAddress> providers(Key key) {
    List<PeerAddress> known = providers.getOrDefault(key, List.of());
    List<PeerAddress> found = new ArrayList<>(known.size());
    for (int i = known.size() - 1; i >= 0 && found.size() < Answer.PROVIDERS_MAX; i--) {
      found.add(known.get(i));
    }
    return found;
  }
}
