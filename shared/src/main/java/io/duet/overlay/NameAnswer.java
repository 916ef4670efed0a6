package io.duet.overlay;

import io.duet.node.Key;
import io.duet.node.PeerAddress;
import io.duet.wire.Wire;
import java.util.List;

/**
 * How a search for words ended.
 *
 * @param status whether names were found, nobody knows one, or the search gave up
 * @param found the contents found; empty unless {@link Answer.Status#FOUND}; at most {@value
 *     #NAMES_MAX}
 * @param complete whether these are all names that were announced, as far as those that were asked
 *     know; false when the search ended with as many as were wanted, when more matched than an
 *     answer holds, or when a list of names was cut
 * @param hops messages that carried the search onwards, replies excluded
 */
public record NameAnswer(
    Answer.Status status, List<NamedContent> found, boolean complete, int hops) {

  /** At most this many contents are named by one search. */
  public static final int NAMES_MAX = 64;

  /** At most this many providers are named for each content; a search for its key names more. */
  public static final int PROVIDERS_MAX = 4;

  /**
   * A content and who provides it.
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

  /** The answer that names these contents. */
  public static NameAnswer of(List<NamedContent> found, boolean complete, int hops) {
    Answer.Status status = found.isEmpty() ? Answer.Status.NOT_FOUND : Answer.Status.FOUND;
    return new NameAnswer(status, List.copyOf(found), complete, hops);
  }

  /** The answer of a search that was given up after so many hops. */
  public static NameAnswer failed(int hops) {
    return new NameAnswer(Answer.Status.FAILED, List.of(), false, hops);
  }
}
