package io.duet.unstructured.index;

import io.duet.bounded.FairShareQuota;
import io.duet.node.Key;
import io.duet.node.Peer;
import io.duet.overlay.ContentName;
import io.duet.overlay.SearchResult;
import io.duet.unstructured.message.BloomFilter;
import io.duet.unstructured.message.SearchCriteria;
import io.duet.unstructured.message.SearchResults;
import io.duet.unstructured.message.SharedContent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The leaves of a super-peer, their contents, and when each leaf was heard last.
 *
 * <p>Invariants: only attached leaves have entries; a leaf has at most {@link #KEYS_PER_LEAF_MAX}
 * entries and at most its {@link FairShareQuota}; the leaves have at most {@link #ENTRIES_MAX} in
 * total, not counting the super-peer's own.
 */
public final class LeafIndex {
  public static final int KEYS_PER_LEAF_MAX = 1 << 16;
  public static final int ENTRIES_MAX = 1 << 21;

  private final ContentIndex index;
  private final FairShareQuota room;
  private final FileSizes sizes = new FileSizes();
  private final Map<Peer, Long> leaves = new LinkedHashMap<>(); // when each was heard last
  private @Nullable Peer owner;
  private Runnable whenChanged = () -> {};
  private long version;

  /**
   * An index without leaves.
   *
   * @param salt random, as for {@link ContentIndex#ContentIndex}
   */
  public LeafIndex(long salt) {
    this(salt, ENTRIES_MAX);
  }

  public LeafIndex(long salt, int entriesMax) {
    this.index = new ContentIndex(salt);
    this.room = new FairShareQuota(entriesMax);
  }

  /** Sets the listener that is called after each change. */
  public void whenChanged(Runnable listener) {
    whenChanged = listener;
  }

  /** Number of changes so far. */
  public long version() {
    return version;
  }

  private void change() {
    version++;
    whenChanged.run();
  }

  public int leaves() {
    return leaves.size();
  }

  /** Number of contents. */
  public int contents() {
    return index.contents();
  }

  /** Number of contents of a leaf. */
  public int contents(Peer leaf) {
    return index.count(leaf);
  }

  /** Number of entries: a content counts once for each of its providers. */
  public int entries() {
    return index.entries();
  }

  /** A page of contents, in an order that is stable while none is added or removed. */
  public List<Key> keys(int first, int max) {
    return index.keys(first, max);
  }

  /** The name of a content; null without a name or an entry. */
  public @Nullable ContentName name(Key key) {
    return index.name(key);
  }

  /** When an attached leaf was heard last, by the host's clock. */
  public long heardAt(Peer leaf) {
    return leaves.getOrDefault(leaf, 0L);
  }

  public boolean contains(Peer leaf) {
    return leaves.containsKey(leaf);
  }

  /** Attaches a leaf; one that is attached already keeps its contents. */
  public void attach(Peer leaf, long now) {
    leaves.put(leaf, now);
  }

  /** Attaches the super-peer itself, which is never silent and has no quota among the leaves. */
  public void attachOwner(Peer superPeer) {
    owner = superPeer;
    attach(superPeer, Long.MAX_VALUE);
  }

  /** Notes a sign of life of a leaf; false when it is not attached. */
  public boolean heard(Peer leaf, long now) {
    return leaves.replace(leaf, now) != null;
  }

  /** The leaves, in the order of their attachment. */
  public List<Peer> peers() {
    return List.copyOf(leaves.keySet());
  }

  /** The leaves that were not heard since then. */
  public List<Peer> silentSince(long nanos) {
    List<Peer> silent = new ArrayList<>(0);
    leaves.forEach(
        (leaf, heardAt) -> {
          if (heardAt < nanos) {
            silent.add(leaf);
          }
        });
    return silent;
  }

  /** Detaches a leaf and removes its contents; false when it was not attached. */
  public boolean detach(Peer leaf) {
    clear(leaf);
    return leaves.remove(leaf) != null;
  }

  /** The digest of a leaf's contents, by which it notices a lost index update; 0 for a stranger. */
  public int digest(Peer leaf) {
    return index.digest(leaf);
  }

  /** Adds a content to the digest of a set, or removes it; the order does not matter. */
  public static int digestWith(int digest, SharedContent content) {
    return ContentIndex.digestWith(digest, content);
  }

  /** Adds contents of an attached leaf; false, and none is added, beyond the bounds. */
  public boolean add(Peer leaf, List<SharedContent> contents) {
    if (!leaves.containsKey(leaf) || !hasRoom(leaf, contents)) {
      return false;
    }
    for (SharedContent content : contents) {
      index.add(leaf, content);
      sizes.add(leaf, content);
    }
    change();
    return true;
  }

  private boolean hasRoom(Peer leaf, List<SharedContent> contents) {
    Set<Key> fresh = new LinkedHashSet<>(2 * contents.size());
    for (SharedContent content : contents) {
      if (!index.contains(leaf, content.key())) {
        fresh.add(content.key());
      }
    }
    int share = leaf.equals(owner) ? KEYS_PER_LEAF_MAX : room.perPeer(index.entries());
    int max = Math.min(KEYS_PER_LEAF_MAX, share);
    return fresh.isEmpty() || index.count(leaf) + fresh.size() <= max;
  }

  /** Removes contents of an attached leaf. */
  public void remove(Peer leaf, List<SharedContent> contents) {
    for (SharedContent content : contents) {
      index.remove(leaf, content.key());
      sizes.remove(leaf, content.key());
    }
    change();
  }

  /** Removes all contents of an attached leaf. */
  public void clear(Peer leaf) {
    sizes.forget(leaf);
    if (index.count(leaf) > 0) {
      index.clear(leaf);
      change();
    }
  }

  /** The latest providers of a content, the latest first, as many as an answer may name. */
  public List<Peer> providers(Key key) {
    return index.providers(key, SearchResult.PROVIDERS_MAX);
  }

  /** The bytes of a leaf's file; {@link SharedContent#UNSIZED} if they are unknown. */
  public long bytes(Peer leaf, Key key) {
    return sizes.bytes(leaf, key);
  }

  /** All contents of a leaf. */
  public List<SharedContent> list(Peer leaf) {
    return index.list(leaf);
  }

  /** The results for some criteria; for words, at most {@code wanted} contents. */
  public SearchResults find(SearchCriteria criteria, int wanted) {
    return index.find(criteria, wanted);
  }

  /** Adds all contents to a filter. */
  public void addTo(BloomFilter filter) {
    index.addTo(filter);
  }
}
