package io.duet.overlay;

import io.duet.node.Key;
import io.duet.node.PeerAddress;
import io.duet.wire.Wire;
import java.util.List;

/**
 * The result of a keyword search.
 *
 * @param status whether names were found, none are known, or the search was given up
 * @param found the contents found; empty unless {@link SearchResult.Status#FOUND}; at most {@value
 *     #NAMES_MAX}
 * @param complete whether these are all announced names that the asked peers know; false if the
 *     search ended with the requested number, if more names matched than a result can hold, or if a
 *     list of names was cut
 * @param hops messages that carried the search onwards, without replies
 */
public record KeywordResult(
    SearchResult.Status status, List<NamedContent> found, boolean complete, int hops) {

  /** The largest number of contents in a result. */
  public static final int NAMES_MAX = 64;

  /** The largest number of providers per content; a search for its key returns more. */
  public static final int PROVIDERS_MAX = 4;

  /**
   * A content with its providers.
   *
   * @param providers at least one, at most {@value #PROVIDERS_MAX}
   */
  public record NamedContent(
      ContentName name, @Wire.Count(min = 1, max = PROVIDERS_MAX) List<PeerAddress> providers) {

    /** The key of the content. */
    public Key key() {
      return name.key();
    }
  }

  /** A result with these contents. */
  public static KeywordResult of(List<NamedContent> found, boolean complete, int hops) {
    SearchResult.Status status =
        found.isEmpty() ? SearchResult.Status.NOT_FOUND : SearchResult.Status.FOUND;
    return new KeywordResult(status, List.copyOf(found), complete, hops);
  }

  /** The result of a search that was given up after this number of hops. */
  public static KeywordResult failed(int hops) {
    return new KeywordResult(SearchResult.Status.FAILED, List.of(), false, hops);
  }
}
