/**
 * Finds the owner of a ring id: iteratively, the origin asks hop after hop, or recursively, each
 * hop forwards (SIGCOMM 2001, section 4.3).
 *
 * <p>Messages in: FindNextHop, RouteLookup. Messages out: NextHops, RouteAck, RouteResult. Timers:
 * a pause before a lookup starts again. Invariant: each next hop is closer to the target.
 */
@NullMarked
package io.duet.chord.lookup;

import org.jspecify.annotations.NullMarked;
