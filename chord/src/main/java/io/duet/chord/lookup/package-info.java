/**
 * Finds the owner of a ring id: iteratively, where the origin asks hop after hop, or recursively,
 * where each hop forwards the lookup (SIGCOMM 2001, section 4.3).
 *
 * <p>Messages in and out: FindNextHop, answered by NextHops; RouteLookup, acknowledged by RouteAck;
 * RouteResult. Timers: the pause before a lookup starts again, the deadline of a recursive lookup.
 * Invariant: each next hop is closer to the target.
 */
@NullMarked
package io.duet.chord.lookup;

import org.jspecify.annotations.NullMarked;
