package io.duet.unstructured.index;

import io.duet.bounded.FairShareQuota;
import io.duet.node.Key;
import io.duet.node.PeerAddress;
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
 * The leaves of a super-peer, when each was heard last, and what they offer.
 *
 * <p>Invariants: only attached leaves have entries; a leaf has at most {@link #KEYS_PER_LEAF_MAX}
 * of them and no more than the {@link FairShareQuota} leaves it; there are at most {@link
 * #ENTRIES_MAX}, and what the super-peer offers itself.
 */
public final class LeafIndex {
  public static final int KEYS_PER_LEAF_MAX = 1 << 16;
  public static final int ENTRIES_MAX = 1 << 21;

  private static final class Leaf {
    private long heardAt;
  }

  private final ContentIndex index;
  private final FairShareQuota room;
  private final Map<PeerAddress, Leaf> leaves = new LinkedHashMap<>();
  private @Nullable PeerAddress owner;
  private Runnable whenChanged = () -> {};
  private long version;

  /**
   * An index without leaves.
   *
   * @param salt random, as {@link ContentIndex#ContentIndex} wants it
   */
  public LeafIndex(long salt) {
    this(salt, ENTRIES_MAX);
  }

  public LeafIndex(long salt, int entriesMax) {
    this.index = new ContentIndex(salt);
    this.room = new FairShareQuota(entriesMax);
  }

  /** Has somebody told of each change from now on. */
  public void whenChanged(Runnable listener) {
    whenChanged = listener;
  }

  /** How often what is indexed has changed. */
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

  /** How many contents are indexed. */
  public int contents() {
    return index.contents();
  }

  /** How many contents a leaf offers. */
  public int contents(PeerAddress leaf) {
    return index.count(leaf);
  }

  /** How many pairs of a leaf and a content that it offers are indexed. */
  public int entries() {
    return index.entries();
  }

  /** Some of the indexed contents, in an order that lasts while none is added or removed. */
  public List<Key> keys(int first, int max) {
    return index.keys(first, max);
  }

  /** The name of a content; null when it has none, or is not indexed. */
  public @Nullable ContentName name(Key key) {
    return index.name(key);
  }

  /** When an attached leaf was heard last, by the host's clock. */
  public long heardAt(PeerAddress leaf) {
    Leaf known = leaves.get(leaf);
    return known == null ? 0 : known.heardAt;
  }

  public boolean contains(PeerAddress leaf) {
    return leaves.containsKey(leaf);
  }

  /** Attaches a leaf, without contents yet; a leaf that is attached keeps what it has. */
  public void attach(PeerAddress leaf, long now) {
    leaves.computeIfAbsent(leaf, address -> new Leaf()).heardAt = now;
  }

  /**
   * Attaches the super-peer itself, which is never silent and shares room with nobody: it announces
   * all that it offers, so all of that is to be found.
   */
  public void attachOwner(PeerAddress superPeer) {
    owner = superPeer;
    attach(superPeer, Long.MAX_VALUE);
  }

  /** Notes that a leaf lives; false when it is not attached. */
  public boolean heard(PeerAddress leaf, long now) {
    Leaf known = leaves.get(leaf);
    if (known != null) {
      known.heardAt = now;
    }
    return known != null;
  }

  /** The leaves, in the order in which they came. */
  public List<PeerAddress> addresses() {
    return List.copyOf(leaves.keySet());
  }

  /** The leaves that have said nothing since then. */
  public List<PeerAddress> silentSince(long nanos) {
    List<PeerAddress> silent = new ArrayList<>(0);
    leaves.forEach(
        (leaf, known) -> {
          if (known.heardAt < nanos) {
            silent.add(leaf);
          }
        });
    return silent;
  }

  /** Detaches a leaf and all that it offered; false when it was not attached. */
  public boolean detach(PeerAddress leaf) {
    clear(leaf);
    return leaves.remove(leaf) != null;
  }

  /**
   * The digest of what a leaf has registered, 0 for a stranger: by it a leaf sees whether a change
   * was lost.
   */
  public int digest(PeerAddress leaf) {
    return index.digest(leaf);
  }

  /**
   * The digest of a set of contents with one more, or one less; it does not depend on their order.
   */
  public static int digestWith(int digest, SharedContent content) {
    return ContentIndex.digestWith(digest, content);
  }

  /** Adds what an attached leaf offers; false, and nothing is added, beyond the bounds. */
  public boolean add(PeerAddress leaf, List<SharedContent> contents) {
    if (!leaves.containsKey(leaf) || !hasRoom(leaf, contents)) {
      return false;
    }
    contents.forEach(content -> index.add(leaf, content));
    change();
    return true;
  }

  private boolean hasRoom(PeerAddress leaf, List<SharedContent> contents) {
    Set<Key> fresh = new LinkedHashSet<>(2 * contents.size());
    for (SharedContent content : contents) {
      if (!index.contains(leaf, content.key())) {
        fresh.add(content.key());
      }
    }
    int share = leaf.equals(owner) ? KEYS_PER_LEAF_MAX : room.perPeer(index.entries());
    int most = Math.min(KEYS_PER_LEAF_MAX, share);
    return fresh.isEmpty() || index.count(leaf) + fresh.size() <= most;
  }

  /** Removes what an attached leaf offers no longer. */
  public void remove(PeerAddress leaf, List<SharedContent> contents) {
    contents.forEach(content -> index.remove(leaf, content.key()));
    change();
  }

  /** Removes all that an attached leaf offers. */
  public void clear(PeerAddress leaf) {
    if (index.count(leaf) > 0) {
      index.clear(leaf);
      change();
    }
  }

  /** The leaves that offer a content, the latest first, as many as an answer may name. */
  public List<PeerAddress> providers(Key key) {
    return index.providers(key, SearchResult.PROVIDERS_MAX);
  }

  /** All that a leaf offers. */
  public List<SharedContent> list(PeerAddress leaf) {
    return index.list(leaf);
  }

  /** What the leaves hold for a question; of words, at most so many contents. */
  public SearchResults find(SearchCriteria question, int wanted) {
    return index.find(question, wanted);
  }

  /** Adds all that the leaves offer to a filter. */
  public void addTo(BloomFilter filter) {
    index.addTo(filter);
  }
}
