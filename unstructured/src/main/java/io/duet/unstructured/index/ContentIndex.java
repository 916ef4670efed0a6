package io.duet.unstructured.index;

import io.duet.node.Key;
import io.duet.node.Peer;
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
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the providers of contents by key and by the words of names. An inverted index in arrays of
 * numbers, because a large super-peer keeps a million entries; an entry is a content and one of its
 * providers. Subclasses bound the entries.
 *
 * <p>Invariants: a result has exactly the key, or all of the words, of the criteria; a name is kept
 * as long as one provider offers the content with that name; an index without entries is empty.
 */
public class ContentIndex {
  /** The most steps of a search by words. */
  static final int STEPS_MAX = 1 << 17;

  private static final int STEPS_PER_NAME = 128; // the time to read the words of a name
  private static final int NAMED = 1; // this bit of a mark; the others are the provider's number

  private final ContentTable contents;
  private final KeywordTable words;
  private final Map<Peer, Provider> providers = new LinkedHashMap<>(2);
  private final NumberedPool<Provider> numbered = new NumberedPool<>();
  private ContentProviders holders = new ContentProviders();
  private int entries;

  /** A provider with at least one content. */
  private static final class Provider {
    private final Peer peer;
    private final HybridIntSet contents = new HybridIntSet();
    private int number;
    private int digest;

    Provider(Peer peer) {
      this.peer = peer;
    }

    boolean offers(int content) {
      return content >= 0 && contents.contains(content);
    }

    /** Its mark at a content, to which it gave a name or not. */
    int mark(boolean named) {
      return number << 1 | (named ? NAMED : 0);
    }
  }

  /**
   * An empty index.
   *
   * @param salt random, so that an attacker cannot choose keys or words that collide in the tables
   */
  public ContentIndex(long salt) {
    this.contents = new ContentTable(salt);
    this.words = new KeywordTable(salt);
  }

  /** Number of entries: a content counts once for each of its providers. */
  public int entries() {
    return entries;
  }

  /** Number of contents. */
  public int contents() {
    return contents.size();
  }

  /** Number of distinct words in the names of contents. */
  int words() {
    return words.size();
  }

  /** Number of contents of this provider. */
  public int contents(Peer peer) {
    Provider provider = providers.get(peer);
    return provider == null ? 0 : provider.contents.size();
  }

  /** Whether this provider has registered the content with this key. */
  boolean contains(Peer peer, Key key) {
    Provider provider = providers.get(peer);
    return provider != null && provider.offers(contents.find(key));
  }

  /**
   * The digest of this provider's contents, by which it notices a lost update; independent of their
   * order, and 0 without contents.
   */
  public int digest(Peer peer) {
    Provider provider = providers.get(peer);
    return provider == null ? 0 : provider.digest;
  }

  /** Adds a content to the digest of a set, or removes it; the digest depends on names. */
  public static int digestWith(int digest, SharedContent content) {
    return digestWith(digest, content.key(), content.name() != null);
  }

  private static int digestWith(int digest, Key key, boolean named) {
    return digest ^ (int) SaltedHash.of(named ? 1 : 0, key);
  }

  /** All contents of this provider, without sizes. */
  public List<SharedContent> list(Peer peer) {
    Provider provider = providers.get(peer);
    return provider == null
        ? List.of()
        : Arrays.stream(provider.contents.toArray())
            .mapToObj(number -> offer(provider, number))
            .toList();
  }

  private SharedContent offer(Provider provider, int number) {
    return holders.contains(number, provider.mark(true))
        ? SharedContent.of(new ContentName(contents.text(number)))
        : SharedContent.of(contents.key(number));
  }

  /** A page of contents, in an order that is stable while none is added or removed. */
  public List<Key> keys(int first, int max) {
    return contents.numbers().skip(first).limit(max).mapToObj(contents::key).toList();
  }

  /** The name of a content; null without a name or an entry. */
  public @Nullable ContentName name(Key key) {
    int number = contents.find(key);
    return number >= 0 && contents.hasName(number) ? new ContentName(contents.text(number)) : null;
  }

  /** Adds a provider's content as its latest one; false when it has it already with this name. */
  protected boolean add(Peer peer, SharedContent content) {
    boolean named = content.name() != null;
    Provider before = providers.get(peer);
    int number = contents.find(content.key());
    if (before != null && before.offers(number)) {
      if (holders.contains(number, before.mark(named))) {
        return false;
      }
      remove(before, number);
    }
    Provider provider = providers.computeIfAbsent(peer, this::provider);
    hold(provider, place(content), content.key(), named);
    return true;
  }

  private Provider provider(Peer peer) {
    Provider provider = new Provider(peer);
    provider.number = numbered.add(provider);
    return provider;
  }

  /** The number of a content; adds a new content, and adds a name to one without. */
  private int place(SharedContent content) {
    ContentName name = content.name();
    int number = contents.find(content.key());
    if (number < 0) {
      number = contents.add(content.key(), name);
    } else if (name == null || contents.hasName(number)) {
      return number;
    } else {
      contents.rename(number, content.key(), name);
    }
    if (name != null) {
      words.add(Keywords.of(name.text()), number);
    }
    return number;
  }

  private void hold(Provider provider, int number, Key key, boolean named) {
    provider.contents.add(number);
    provider.digest = digestWith(provider.digest, key, named);
    holders.add(number, provider.mark(named));
    entries++;
  }

  /** Removes a provider's content; false when the provider does not have it. */
  protected boolean remove(Peer peer, Key key) {
    Provider provider = providers.get(peer);
    int number = contents.find(key);
    if (provider == null || !provider.offers(number)) {
      return false;
    }
    remove(provider, number);
    return true;
  }

  /** Removes all contents of a provider. */
  protected void clear(Peer peer) {
    Provider provider = providers.get(peer);
    if (provider != null) {
      for (int number : provider.contents.toArray()) {
        remove(provider, number);
      }
    }
  }

  private void remove(Provider provider, int number) {
    boolean named = holders.contains(number, provider.mark(true));
    Key key = contents.key(number);
    provider.contents.remove(number);
    provider.digest = digestWith(provider.digest, key, named);
    holders.remove(number, provider.mark(named));
    entries--;
    if (named && !isNamed(number)) {
      words.remove(Keywords.of(contents.text(number)), number);
      contents.rename(number, key, null);
    }
    if (holders.count(number) == 0) {
      contents.remove(key);
    }
    forgetIfEmpty(provider);
  }

  private boolean isNamed(int number) {
    int place = holders.count(number) - 1;
    while (place >= 0 && (holders.get(number, place) & NAMED) == 0) {
      place--;
    }
    return place >= 0;
  }

  private void forgetIfEmpty(Provider provider) {
    if (provider.contents.isEmpty()) {
      providers.remove(provider.peer);
      numbered.remove(provider.number);
    }
    if (entries == 0) {
      holders = new ContentProviders();
    }
  }

  /** The latest providers of a content, the latest first, as many as an answer may name. */
  public List<Peer> providers(Key key) {
    int number = contents.find(key);
    return number < 0 ? List.of() : providers(number, SearchResult.PROVIDERS_MAX);
  }

  private List<Peer> providers(int number, int max) {
    int count = holders.count(number);
    List<Peer> found = new ArrayList<>(Math.min(count, max));
    for (int place = count - 1; place >= 0 && found.size() < max; place--) {
      found.add(numbered.get(holders.get(number, place) >> 1).peer);
    }
    return found;
  }

  /** The results for some criteria; for words, at most {@code wanted} contents. */
  public SearchResults find(SearchCriteria criteria, int wanted) {
    if (criteria instanceof SearchCriteria.OfKey sought) {
      return SearchResults.of(providers(sought.key()));
    }
    return search(((SearchCriteria.OfWords) criteria).words(), wanted);
  }

  /**
   * The contents whose names have all of these words, at most {@code wanted} and at most {@value
   * KeywordResult#NAMES_MAX}; incomplete if a bound left some out.
   */
  SearchResults search(Keywords sought, int wanted) {
    int max = Math.min(wanted, KeywordResult.NAMES_MAX);
    List<NamedContent> found = new ArrayList<>();
    IntSetIntersection common = new IntSetIntersection(words.of(sought), STEPS_MAX);
    for (int number = common.next(); number >= 0; number = common.next()) {
      String text = contents.text(number);
      common.spend(STEPS_PER_NAME);
      if (sought.areIn(text)) {
        if (found.size() == max) {
          return new SearchResults(List.of(), found, false);
        }
        found.add(
            new NamedContent(
                new ContentName(text), providers(number, KeywordResult.PROVIDERS_MAX)));
      }
    }
    return new SearchResults(List.of(), found, !common.isCut());
  }

  /** Adds all keys and all words of names to a filter, in about a microsecond each. */
  public void addTo(BloomFilter filter) {
    contents.numbers().mapToObj(contents::key).forEach(filter::add);
    contents
        .numbers()
        .filter(contents::hasName)
        .forEach(number -> filter.add(Keywords.of(contents.text(number))));
  }
}
