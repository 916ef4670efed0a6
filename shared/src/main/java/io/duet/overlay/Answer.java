package io.duet.overlay;

import io.duet.node.Key;
import io.duet.node.PeerAddress;
import java.util.Collection;
import java.util.List;

/**
 * How a search ended.
 *
 * @param status whether providers were found, nobody has them, or the search gave up
 * @param providers the records found; empty unless {@link Status#FOUND}; at most {@link
 *     #PROVIDERS_MAX}
 * @param hops messages that carried the search onwards until the answer was found, reply excluded;
 *     0 when the asking node knew the answer itself
 * @param pathLength the Chord papers' count: hops without the last step to the key's owner and
 *     without those that nobody answered; equal to {@code hops} on overlays that have no owner
 * @param timeouts how many of the hops to the owner's predecessor nobody answered
 * @param lookupNanos nanoseconds until the key's owner was known; negative on overlays that have no
 *     owner, and when it was not found
 * @param complete false when the search ended before it had all providers that were wanted, and
 *     before all were asked who may know more
 */
public record Answer(
    Status status,
    List<ProviderRecord> providers,
    int hops,
    int pathLength,
    int timeouts,
    long lookupNanos,
    boolean complete) {

  /** At most this many provider records are returned by one search. */
  public static final int PROVIDERS_MAX = 16;

  private static final int SECONDS_LEFT = 60;

  /** The three ways in which a search ends. */
  public enum Status {
    /** At least one provider record came back. */
    FOUND,
    /** The overlay answered that it knows no provider, or nobody answered a flood in time. */
    NOT_FOUND,
    /** The overlay could not complete the search. */
    FAILED
  }

  /** The answer that names these providers; {@link Status#NOT_FOUND} if there are none. */
  public static Answer of(List<ProviderRecord> providers, int hops, int pathLength) {
    Status status = providers.isEmpty() ? Status.NOT_FOUND : Status.FOUND;
    return new Answer(status, List.copyOf(providers), hops, pathLength, 0, -1, true);
  }

  /**
   * The answer that names the first of these peers, who speak for themselves at this moment: no
   * record says how long, so their records are good for a minute.
   */
  public static Answer naming(Key key, Collection<PeerAddress> providers, int hops) {
    return of(
        providers.stream()
            .limit(PROVIDERS_MAX)
            .map(peer -> new ProviderRecord(key, peer, SECONDS_LEFT))
            .toList(),
        hops,
        hops);
  }

  /** The answer of a search that was given up after so many hops. */
  public static Answer failed(int hops) {
    return new Answer(Status.FAILED, List.of(), hops, hops, 0, -1, false);
  }

  /** The same answer, with what its lookup took. */
  public Answer withLookup(int timeoutCount, long nanos) {
    return new Answer(status, providers, hops, pathLength, timeoutCount, nanos, complete);
  }

  /** The same answer, as part of what would have been found. */
  public Answer asPartial() {
    return new Answer(status, providers, hops, pathLength, timeouts, lookupNanos, false);
  }
}
