package io.duet.unstructured;

import io.duet.node.Key;
import io.duet.node.PeerAddress;
import io.duet.overlay.Answer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the leaves of a super-peer offer, by leaf and by key; bounded per leaf. */
final class LeafIndex {
  static final int KEYS_PER_LEAF_MAX = 1 << 16;

  private static final class Entry {
    private final Set<Key> keys = new LinkedHashSet<>();
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

  /** Adds what an attached leaf offers; what is beyond the bound is left out: then it is false. */
  boolean add(PeerAddress leaf, List<Key> keys) {
    Entry entry = leaves.get(leaf);
    if (entry == null || entry.keys.size() + keys.size() > KEYS_PER_LEAF_MAX) {
      return false;
    }
    for (Key key : keys) {
      if (entry.keys.add(key)) {
        providers.computeIfAbsent(key, k -> new ArrayList<>(1)).add(leaf);
      }
    }
    return true;
  }

  /** Removes what an attached leaf offers no longer. */
  void remove(PeerAddress leaf, List<Key> keys) {
    Entry entry = leaves.get(leaf);
    if (entry != null) {
      keys.stream().filter(entry.keys::remove).forEach(key -> removeProvider(key, leaf));
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
