package io.duet.unstructured.message;

import io.duet.node.Key;
import io.duet.node.Peer;
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
 * The results of one or several indexes for some {@link SearchCriteria}.
 *
 * @param providers results for a key, at most {@link SearchResult#PROVIDERS_MAX}
 * @param contents results for words, at most {@link KeywordResult#NAMES_MAX}
 * @param complete false when results were left out because of a bound
 */
public record SearchResults(
    @Wire.Count(max = SearchResult.PROVIDERS_MAX) List<Peer> providers,
    @Wire.Count(max = KeywordResult.NAMES_MAX) List<NamedContent> contents,
    boolean complete) {

  /** No results. */
  public static final SearchResults NONE = new SearchResults(List.of(), List.of(), true);

  /** The results of a search without any answer. */
  public static final SearchResults UNANSWERED = new SearchResults(List.of(), List.of(), false);

  /** Providers of the content with the key of the criteria. */
  public static SearchResults of(List<Peer> providers) {
    return new SearchResults(providers, List.of(), true);
  }

  /** One content with one provider; without a name, the provider alone. */
  public static SearchResults of(Peer provider, SharedContent content) {
    List<Peer> providers = List.of(provider);
    ContentName name = content.name();
    return name == null
        ? of(providers)
        : new SearchResults(List.of(), List.of(new NamedContent(name, providers)), true);
  }

  /** Whether the search had no answer. */
  @SuppressWarnings("ReferenceEquality") // results from a peer may look the same
  public boolean isUnanswered() {
    return this == UNANSWERED;
  }

  /** Number of results. */
  public int count() {
    return providers.size() + contents.size();
  }

  /** The union with more results, at most {@code contentsMax} contents. */
  public SearchResults with(SearchResults more, int contentsMax) {
    if (more.count() == 0 && more.complete()) {
      return this;
    }
    List<Peer> peers = union(providers, more.providers, SearchResult.PROVIDERS_MAX);
    Map<Key, NamedContent> all = new LinkedHashMap<>();
    contents.forEach(content -> all.put(content.key(), content));
    more.contents.forEach(content -> all.merge(content.key(), content, SearchResults::merged));
    int max = Math.min(contentsMax, KeywordResult.NAMES_MAX);
    boolean fits = all.size() <= max;
    return new SearchResults(
        peers, all.values().stream().limit(max).toList(), complete && more.complete && fits);
  }

  /** One content with the providers of both, at most {@link KeywordResult#PROVIDERS_MAX}. */
  public static NamedContent merged(NamedContent one, NamedContent other) {
    return new NamedContent(
        one.name(), union(one.providers(), other.providers(), KeywordResult.PROVIDERS_MAX));
  }

  private static List<Peer> union(List<Peer> one, List<Peer> other, int max) {
    return Stream.concat(one.stream(), other.stream()).distinct().limit(max).toList();
  }

  /** The contents that these results claim, by provider. */
  public Map<Peer, List<SharedContent>> claims(SearchCriteria criteria) {
    Map<Peer, List<SharedContent>> claims = new LinkedHashMap<>();
    if (criteria instanceof SearchCriteria.OfKey sought) {
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

  /** Whether these match the criteria: names must have all the words. */
  public boolean answer(SearchCriteria criteria) {
    if (criteria instanceof SearchCriteria.OfWords sought) {
      return providers.isEmpty()
          && contents.stream().allMatch(content -> sought.words().areIn(content.name().text()));
    }
    return contents.isEmpty();
  }
}
