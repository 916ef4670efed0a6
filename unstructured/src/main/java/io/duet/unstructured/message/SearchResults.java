package io.duet.unstructured.message;

import io.duet.node.Key;
import io.duet.node.PeerAddress;
import io.duet.overlay.ContentName;
import io.duet.overlay.KeywordResult;
import io.duet.overlay.KeywordResult.NamedContent;
import io.duet.overlay.SearchResult;
import io.duet.wire.Wire;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What an index, or several, hold for a question.
 *
 * @param providers for a question of a key: at most {@link SearchResult#PROVIDERS_MAX}
 * @param contents for a question of words: at most {@link KeywordResult#NAMES_MAX}
 * @param complete whether nothing that was found was cut away
 */
public record SearchResults(
    @Wire.Count(max = SearchResult.PROVIDERS_MAX) List<PeerAddress> providers,
    @Wire.Count(max = KeywordResult.NAMES_MAX) List<NamedContent> contents,
    boolean complete) {

  /** Nothing found. */
  public static final SearchResults NONE = new SearchResults(List.of(), List.of(), true);

  /** What a search has when nobody answered it. */
  public static final SearchResults UNANSWERED = new SearchResults(List.of(), List.of(), false);

  /** These providers of the content that was asked for. */
  public static SearchResults of(List<PeerAddress> providers) {
    return new SearchResults(providers, List.of(), true);
  }

  /** A content, by its name where it has one, and its provider. */
  public static SearchResults of(PeerAddress provider, SharedContent content) {
    List<PeerAddress> providers = List.of(provider);
    ContentName name = content.name();
    return name == null
        ? of(providers)
        : new SearchResults(List.of(), List.of(new NamedContent(name, providers)), true);
  }

  /** Whether nobody answered. */
  @SuppressWarnings("ReferenceEquality")
  public // what a peer says may look the same
  boolean isUnanswered() {
    return this == UNANSWERED;
  }

  /** How many results these are. */
  public int count() {
    return providers.size() + contents.size();
  }

  /** These and more: each result once, as many as an answer may have, and so many contents. */
  public SearchResults with(SearchResults more, int contentsMax) {
    if (more.count() == 0 && more.complete()) {
      return this;
    }
    List<PeerAddress> peers =
        Stream.concat(providers.stream(), more.providers.stream())
            .distinct()
            .limit(SearchResult.PROVIDERS_MAX)
            .toList();
    Map<Key, NamedContent> all = new LinkedHashMap<>();
    contents.forEach(content -> all.put(content.key(), content));
    more.contents.forEach(content -> all.merge(content.key(), content, SearchResults::merged));
    int most = Math.min(contentsMax, KeywordResult.NAMES_MAX);
    boolean fits = all.size() <= most;
    return new SearchResults(
        peers, all.values().stream().limit(most).toList(), complete && more.complete && fits);
  }

  /** A content with the providers that two sources name, as many as an answer may have. */
  public static NamedContent merged(NamedContent one, NamedContent other) {
    List<PeerAddress> peers =
        Stream.concat(one.providers().stream(), other.providers().stream())
            .distinct()
            .limit(KeywordResult.PROVIDERS_MAX)
            .toList();
    return new NamedContent(one.name(), peers);
  }

  /**
   * What each provider is said to offer: the content that was asked for, or those that were found.
   */
  public Map<PeerAddress, List<SharedContent>> claims(SearchCriteria question) {
    Map<PeerAddress, List<SharedContent>> claims = new LinkedHashMap<>();
    if (question instanceof SearchCriteria.OfKey sought) {
      providers.forEach(provider -> claims.put(provider, List.of(SharedContent.of(sought.key()))));
    }
    for (NamedContent found : contents) {
      SharedContent content = SharedContent.of(found.name());
      found
          .providers()
          .forEach(peer -> claims.computeIfAbsent(peer, p -> new ArrayList<>()).add(content));
    }
    return claims;
  }

  /** Whether these can be results of the question: names must have the words that were sought. */
  public boolean answer(SearchCriteria question) {
    if (question instanceof SearchCriteria.OfWords sought) {
      return providers.isEmpty()
          && contents.stream().allMatch(content -> sought.words().areIn(content.name().text()));
    }
    return contents.isEmpty();
  }
}
