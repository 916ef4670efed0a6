package io.duet.unstructured.index;

import io.duet.node.Key;
import io.duet.node.PeerAddress;
import io.duet.overlay.ContentName;
import io.duet.overlay.KeywordResult;
import io.duet.overlay.KeywordResult.NamedContent;
import io.duet.overlay.Keywords;
import io.duet.overlay.SearchResult;
import io.duet.unstructured.message.BloomFilter;
import io.duet.unstructured.message.SaltedHash;
import io.duet.unstructured.message.SearchCriteria;
import io.duet.unstructured.message.SearchResults;
import io.duet.unstructured.message.SharedContent;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who provides which contents, found by key and by the words of names: an inverted index in columns
 * of numbers, because a large super-peer keeps a million entries. An entry is a content and one of
 * its providers.
 *
 * <p>Invariants: what is found has exactly the key, or all of the words, that were sought; a name
 * is known as long as somebody provides the content by it; an index without entries is empty.
 */
public final class ContentIndex {
  /** At most this many steps are taken for a search by words. */
  static final int STEPS_MAX = 1 << 17;

  private static final int STEPS_PER_NAME = 128; // to read the words of a name takes so much time
  private static final int NAMED = 1; // the bit of a mark; the others are the provider's number

  private final ContentTable contents;
  private final KeywordIndex words;
  private final ProviderTable providers = new ProviderTable();
  private ContentProviders holders = new ContentProviders();
  private int entries;

  /**
   * An empty index.
   *
   * @param salt random, so that nobody can choose keys or words that fall together in its tables
   */
  public ContentIndex(long salt) {
    this.contents = new ContentTable(salt);
    this.words = new KeywordIndex(salt);
  }

  /** How many entries there are: each content counts once for each of its providers. */
  public int entries() {
    return entries;
  }

  /** How many contents there are. */
  public int contents() {
    return contents.size();
  }

  /** How many words the names of contents have, each counted once. */
  public int words() {
    return words.size();
  }

  /** How many contents this provider has registered. */
  public int count(PeerAddress address) {
    ProviderTable.Provider provider = providers.get(address);
    return provider == null ? 0 : provider.contents.size();
  }

  /** Whether this provider has registered the content with this key. */
  public boolean contains(PeerAddress address, Key key) {
    ProviderTable.Provider provider = providers.get(address);
    return provider != null && offers(provider, contents.find(key));
  }

  /** The digest of what this provider has registered, in whatever order; 0 for nothing. */
  public int digest(PeerAddress address) {
    ProviderTable.Provider provider = providers.get(address);
    return provider == null ? 0 : provider.digest;
  }

  /** The digest of a set of contents with one more, or one less; a name counts. */
  static int digestWith(int digest, SharedContent content) {
    return digestWith(digest, content.key(), content.name() != null);
  }

  private static int digestWith(int digest, Key key, boolean named) {
    return digest ^ (int) SaltedHash.of(named ? 1 : 0, key);
  }

  /** All that this provider has registered, without sizes. */
  List<SharedContent> list(PeerAddress address) {
    ProviderTable.Provider provider = providers.get(address);
    if (provider == null) {
      return List.of();
    }
    List<SharedContent> list = new ArrayList<>();
    for (int number : provider.contents.toArray()) {
      byte[] row = contents.get(number);
      list.add(
          isHeld(number, mark(provider, true))
              ? SharedContent.of(new ContentName(ContentRow.text(row)))
              : SharedContent.of(ContentRow.key(row)));
    }
    return list;
  }

  /** Some contents, in an order that lasts while none is added or removed. */
  List<Key> keys(int first, int max) {
    List<Key> keys = new ArrayList<>(Math.min(max, contents.size()));
    int[] skipped = {0};
    contents.forEach(
        row -> {
          if (skipped[0]++ >= first && keys.size() < max) {
            keys.add(ContentRow.key(row));
          }
        });
    return keys;
  }

  /** The name of a content; null when it has none, or is not indexed. */
  @Nullable ContentName name(Key key) {
    int number = contents.find(key);
    return number >= 0 && ContentRow.hasName(contents.get(number))
        ? new ContentName(ContentRow.text(contents.get(number)))
        : null;
  }

  // --- changes

  /**
   * Adds what a provider offers, as its latest offer; false when it is known already with the same
   * name, or without one as before.
   */
  public boolean add(PeerAddress address, SharedContent content) {
    ProviderTable.Provider provider = providers.getOrAdd(address);
    boolean named = content.name() != null;
    int number = contents.find(content.key());
    if (offers(provider, number)) {
      if (isHeld(number, mark(provider, named))) {
        return false;
      }
      remove(provider, number);
    }
    hold(provider, place(content), content.key(), named);
    return true;
  }

  /** The number of a content, which is added when it is new, and gets the name when it had none. */
  private int place(SharedContent content) {
    ContentName name = content.name();
    int number = contents.find(content.key());
    if (number < 0) {
      number = contents.add(content.key(), name);
    } else if (name == null || ContentRow.hasName(contents.get(number))) {
      return number;
    } else {
      contents.rename(number, content.key(), name);
    }
    if (name != null) {
      words.add(Keywords.of(name.text()), number);
    }
    return number;
  }

  private void hold(ProviderTable.Provider provider, int number, Key key, boolean named) {
    provider.contents.add(number);
    provider.digest = digestWith(provider.digest, key, named);
    holders.add(number, mark(provider, named));
    entries++;
  }

  /** Removes what a provider offers no longer; false when it did not offer it. */
  public boolean remove(PeerAddress address, Key key) {
    ProviderTable.Provider provider = providers.get(address);
    int number = contents.find(key);
    if (provider == null || !offers(provider, number)) {
      return false;
    }
    remove(provider, number);
    forgetIfEmpty(provider);
    return true;
  }

  /** Removes all that a provider offers. */
  public void clear(PeerAddress address) {
    ProviderTable.Provider provider = providers.get(address);
    if (provider != null) {
      for (int number : provider.contents.toArray()) {
        remove(provider, number);
      }
      forgetIfEmpty(provider);
    }
  }

  private void forgetIfEmpty(ProviderTable.Provider provider) {
    if (provider.contents.isEmpty()) {
      providers.remove(provider);
    }
  }

  private void remove(ProviderTable.Provider provider, int number) {
    boolean named = isHeld(number, mark(provider, true));
    Key key = ContentRow.key(contents.get(number));
    provider.contents.remove(number);
    provider.digest = digestWith(provider.digest, key, named);
    holders.remove(number, mark(provider, named));
    entries--;
    if (named && !isNamed(number)) {
      words.remove(Keywords.of(ContentRow.text(contents.get(number))), number);
      contents.rename(number, key, null);
    }
    if (holders.count(number) == 0) {
      contents.remove(number);
    }
    if (entries == 0) {
      holders = new ContentProviders();
    }
  }

  private static int mark(ProviderTable.Provider provider, boolean named) {
    return provider.number << 1 | (named ? NAMED : 0);
  }

  private boolean isHeld(int number, int mark) {
    int place = holders.count(number) - 1;
    while (place >= 0 && holders.get(number, place) != mark) {
      place--;
    }
    return place >= 0;
  }

  private boolean isNamed(int number) {
    int place = holders.count(number) - 1;
    while (place >= 0 && (holders.get(number, place) & NAMED) == 0) {
      place--;
    }
    return place >= 0;
  }

  private static boolean offers(ProviderTable.Provider provider, int number) {
    return number >= 0 && provider.contents.contains(number);
  }

  // --- searches

  /** The latest providers of a content, the very latest first, at most {@code max}. */
  public List<PeerAddress> providers(Key key, int max) {
    int number = contents.find(key);
    return number < 0 ? List.of() : providers(number, max);
  }

  private List<PeerAddress> providers(int number, int max) {
    int count = holders.count(number);
    List<PeerAddress> found = new ArrayList<>(Math.min(count, max));
    for (int place = count - 1; place >= 0 && found.size() < max; place--) {
      found.add(providers.get(holders.get(number, place) >> 1).address);
    }
    return found;
  }

  /** What there is for a question: of words, at most so many contents. */
  public SearchResults find(SearchCriteria question, int wanted) {
    if (question instanceof SearchCriteria.OfKey sought) {
      return SearchResults.of(providers(sought.key(), SearchResult.PROVIDERS_MAX));
    }
    return search(((SearchCriteria.OfWords) question).words(), wanted);
  }

  /**
   * Contents that have all of these words in their names, at most so many and at most {@value
   * KeywordResult#NAMES_MAX}; they are all that there are unless it is said that they are not
   * complete.
   */
  public SearchResults search(Keywords sought, int wanted) {
    int most = Math.min(wanted, KeywordResult.NAMES_MAX);
    List<NamedContent> found = new ArrayList<>();
    IntSetIntersection common = new IntSetIntersection(words.of(sought), STEPS_MAX);
    for (int number = common.next(); number >= 0; number = common.next()) {
      String text = ContentRow.text(contents.get(number));
      common.spend(STEPS_PER_NAME);
      if (sought.areIn(text)) {
        if (found.size() == most) {
          return new SearchResults(List.of(), found, false);
        }
        found.add(
            new NamedContent(
                new ContentName(text), providers(number, KeywordResult.PROVIDERS_MAX)));
      }
    }
    return new SearchResults(List.of(), found, !common.isCut());
  }

  /** Adds all keys, and all words of names, to a filter; takes about a microsecond for each. */
  public void addTo(BloomFilter filter) {
    contents.forEach(
        row -> {
          filter.add(ContentRow.key(row));
          if (ContentRow.hasName(row)) {
            filter.add(Keywords.of(ContentRow.text(row)));
          }
        });
  }
}
