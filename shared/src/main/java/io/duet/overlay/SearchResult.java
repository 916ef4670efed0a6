package io.duet.overlay;

import io.duet.node.Key;
import io.duet.node.PeerAddress;
import java.util.Collection;
import java.util.List;

/**
 * The result of a search by name.
 *
 * @param status whether providers were found, none are known, or the search was given up
 * @param providers the provider records found; empty unless {@link Status#FOUND}; at most {@link
 *     #PROVIDERS_MAX}
 * @param hops messages that carried the search onwards until the answer was found, without the
 *     reply; 0 if the origin knew the answer itself
 * @param pathLength the Chord papers' count: hops without the last step to the key's owner and
 *     without timeouts; equal to {@code hops} on overlays without owners
 * @param timeouts the number of hops to the owner's predecessor that timed out
 * @param lookupNanos nanoseconds until the key's owner was known; negative on overlays without
 *     owners, and if it was not found
 * @param complete false if the search ended with fewer providers than requested, before all peers
 *     that may know more were asked
 */
public record SearchResult(
    Status status,
    List<ProviderRecord> providers,
    int hops,
    int pathLength,
    int timeouts,
    long lookupNanos,
    boolean complete) {

  /** The largest number of provider records in a result. */
  public static final int PROVIDERS_MAX = 16;

  private static final int SECONDS_LEFT = 60;

  /** The three outcomes of a search. */
  public enum Status {
    /** At least one provider record came back. */
    FOUND,
    /** The overlay knows no provider, or no peer answered a flood in time. */
    NOT_FOUND,
    /** The overlay could not complete the search. */
    FAILED
  }

  /** A result with these providers; {@link Status#NOT_FOUND} if there are none. */
  public static SearchResult of(List<ProviderRecord> providers, int hops, int pathLength) {
    Status status = providers.isEmpty() ? Status.NOT_FOUND : Status.FOUND;
    return new SearchResult(status, List.copyOf(providers), hops, pathLength, 0, -1, true);
  }

  /**
   * A result with the first of these peers, which have just confirmed it themselves. No record
   * states a lifetime, so these are valid for a minute.
   */
  public static SearchResult naming(Key key, Collection<PeerAddress> providers, int hops) {
    return of(
        providers.stream()
            .limit(PROVIDERS_MAX)
            .map(peer -> new ProviderRecord(key, peer, SECONDS_LEFT))
            .toList(),
        hops,
        hops);
  }

  /** The result of a search that was given up after this number of hops. */
  public static SearchResult failed(int hops) {
    return new SearchResult(Status.FAILED, List.of(), hops, hops, 0, -1, false);
  }

  /** The same result, with the cost of its lookup. */
  public SearchResult withLookup(int timeoutCount, long nanos) {
    return new SearchResult(status, providers, hops, pathLength, timeoutCount, nanos, complete);
  }

  /** The same result, marked as incomplete. */
  public SearchResult asPartial() {
    return new SearchResult(status, providers, hops, pathLength, timeouts, lookupNanos, false);
  }
}
