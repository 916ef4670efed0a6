package io.duet.unstructured.index;

import io.duet.bounded.FairShareQuota;
import io.duet.node.Key;
import io.duet.node.Peer;
import io.duet.unstructured.message.SharedContent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The leaves of a super-peer, their contents, and when each leaf was heard last.
 *
 * <p>Invariants: only attached leaves have entries; a leaf has at most {@link #KEYS_PER_LEAF_MAX}
 * entries and at most its {@link FairShareQuota}; the leaves have at most {@link #ENTRIES_MAX} in
 * total, not counting the super-peer's own.
 */
public final class LeafIndex extends ContentIndex {
  public static final int KEYS_PER_LEAF_MAX = 13 << 14; // 100,000 files by name and content
  public static final int ENTRIES_MAX = 1 << 22;

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
    super(salt);
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
    return leaves.entrySet().stream()
        .filter(leaf -> leaf.getValue() < nanos)
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Detaches a leaf and removes its contents; false when it was not attached. */
  public boolean detach(Peer leaf) {
    clear(leaf);
    return leaves.remove(leaf) != null;
  }

  /** Adds contents of an attached leaf, and none of them beyond the bounds; false then. */
  public boolean add(Peer leaf, List<SharedContent> contents) {
    if (!leaves.containsKey(leaf) || !hasRoom(leaf, contents)) {
      return false;
    }
    for (SharedContent content : contents) {
      add(leaf, content);
      sizes.add(leaf, content);
    }
    change();
    return true;
  }

  private boolean hasRoom(Peer leaf, List<SharedContent> contents) {
    Stream<Key> keys = contents.stream().map(SharedContent::key);
    long fresh = keys.filter(key -> !contains(leaf, key)).distinct().count();
    int share = leaf.equals(owner) ? KEYS_PER_LEAF_MAX : room.perPeer(entries());
    int max = Math.min(KEYS_PER_LEAF_MAX, share);
    return fresh == 0 || contents(leaf) + fresh <= max;
  }

  /** Removes contents of an attached leaf. */
  public void remove(Peer leaf, List<SharedContent> contents) {
    for (SharedContent content : contents) {
      remove(leaf, content.key());
      sizes.remove(leaf, content.key());
    }
    change();
  }

  /** Removes all contents of an attached leaf. */
  @Override
  public void clear(Peer leaf) {
    sizes.forget(leaf);
    if (contents(leaf) > 0) {
      super.clear(leaf);
      change();
    }
  }

  /** The bytes of a leaf's file; {@link SharedContent#UNSIZED} if they are unknown. */
  public long bytes(Peer leaf, Key key) {
    return sizes.bytes(leaf, key);
  }
}
