package io.duet.unstructured;

import io.duet.node.Key;
import io.duet.node.PeerAddress;
import io.duet.overlay.Answer;
import io.duet.overlay.ContentName;
import io.duet.overlay.NameAnswer;
import io.duet.overlay.NameAnswer.NamedContent;
import io.duet.overlay.Words;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the leaves of a super-peer offer, by leaf and by key; bounded per leaf. */
final class LeafIndex {
  static final int KEYS_PER_LEAF_MAX = 1 << 16;

  private static final class Entry {
    private Map<Key, Content> contents =
        Collections.emptyMap(); // most leaves of a large network offer nothing
    private int digest;
    private long heardAt;
  }

  private final Map<PeerAddress, Entry> leaves = new LinkedHashMap<>();
  private final Map<Key, List<PeerAddress>> providers = new LinkedHashMap<>();
  private final Map<Key, ContentName> names = new LinkedHashMap<>();

  int leaves() {
    return leaves.size();
  }

  /** How many contents are indexed. */
  int contents() {
    return providers.size();
  }

  /** How many contents a leaf offers. */
  int contents(PeerAddress leaf) {
    Entry entry = leaves.get(leaf);
    return entry == null ? 0 : entry.contents.size();
  }

  /** How many pairs of a leaf and a content that it offers are indexed. */
  int entries() {
    return leaves.values().stream().mapToInt(entry -> entry.contents.size()).sum();
  }

  /** Some of the indexed contents, in an order that lasts while none is added or removed. */
  List<Key> keys(int first, int max) {
    return providers.keySet().stream().skip(first).limit(max).toList();
  }

  /** The name of a content; null when it has none, or is not indexed. */
  @Nullable ContentName name(Key key) {
    return names.get(key);
  }

  /** When an attached leaf was heard last, by the host's clock. */
  long heardAt(PeerAddress leaf) {
    Entry entry = leaves.get(leaf);
    return entry == null ? 0 : entry.heardAt;
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

  /**
   * The digest of a set of contents with one more, or one less; it does not depend on their order.
   */
  static int digestWith(int digest, Content content) {
    return digest ^ content.key().hashCode() * (content.name() == null ? 1 : 31);
  }

  /** Adds what an attached leaf offers; false, and nothing is added, beyond the bound. */
  boolean add(PeerAddress leaf, List<Content> contents) {
    Entry entry = leaves.get(leaf);
    if (entry == null || entry.contents.size() + contents.size() > KEYS_PER_LEAF_MAX) {
      return false;
    }
    if (entry.contents.isEmpty() && !contents.isEmpty()) {
      entry.contents = new LinkedHashMap<>(4);
    }
    contents.forEach(content -> add(leaf, entry, content));
    return true;
  }

  private void add(PeerAddress leaf, Entry entry, Content content) {
    if (content.equals(entry.contents.get(content.key()))) {
      return;
    }
    remove(leaf, entry, content.key());
    entry.contents.put(content.key(), content);
    entry.digest = digestWith(entry.digest, content);
    providers.computeIfAbsent(content.key(), k -> new ArrayList<>(1)).add(leaf);
    if (content.name() != null) {
      names.put(content.key(), content.name());
    }
  }

  /** Removes what an attached leaf offers no longer. */
  void remove(PeerAddress leaf, List<Content> contents) {
    Entry entry = leaves.get(leaf);
    if (entry != null) {
      contents.forEach(content -> remove(leaf, entry, content.key()));
    }
  }

  private void remove(PeerAddress leaf, Entry entry, Key key) {
    Content removed = entry.contents.isEmpty() ? null : entry.contents.remove(key);
    if (removed != null) {
      entry.digest = digestWith(entry.digest, removed);
      removeProvider(key, leaf);
    }
  }

  /** Removes all that an attached leaf offers. */
  void clear(PeerAddress leaf) {
    Entry entry = leaves.get(leaf);
    if (entry != null) {
      entry.contents.keySet().forEach(key -> removeProvider(key, leaf));
      entry.contents = Collections.emptyMap();
      entry.digest = 0;
    }
  }

  /** Detaches a leaf and all that it offered; false when it was not attached. */
  boolean detach(PeerAddress leaf) {
    Entry entry = leaves.remove(leaf);
    if (entry != null) {
      entry.contents.keySet().forEach(key -> removeProvider(key, leaf));
    }
    return entry != null;
  }

  private void removeProvider(Key key, PeerAddress leaf) {
    List<PeerAddress> known = providers.get(key);
    if (known != null && known.remove(leaf) && known.isEmpty()) {
      providers.remove(key);
      names.remove(key);
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

  /** What the leaves hold for a question. */
  Findings find(Question question, int wanted) {
    if (question instanceof Question.OfKey sought) {
      return Findings.of(providers(sought.key()));
    }
    Words words = ((Question.OfWords) question).words();
    List<NamedContent> found = new ArrayList<>();
    for (Map.Entry<Key, ContentName> entry : names.entrySet()) {
      if (words.areIn(entry.getValue().text())) {
        List<PeerAddress> some = providers(entry.getKey());
        found.add(
            new NamedContent(
                entry.getValue(),
                some.subList(0, Math.min(some.size(), NameAnswer.PROVIDERS_MAX))));
      }
    }
    boolean all = found.size() <= wanted;
    return new Findings(List.of(), all ? found : found.subList(0, wanted), all);
  }
}
