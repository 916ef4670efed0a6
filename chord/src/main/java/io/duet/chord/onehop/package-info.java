/**
 * An optional table of all members, kept complete by gossip and exploration within a budget of
 * bytes (Accordion, NSDI 2005; OneHop, NSDI 2004).
 *
 * <p>Messages: Rumors, GetLocations, Locations. Timer: gossip. Invariant: what it hears is a hint,
 * on which speed depends and correctness does not.
 */
@NullMarked
package io.duet.chord.onehop;

import org.jspecify.annotations.NullMarked;
