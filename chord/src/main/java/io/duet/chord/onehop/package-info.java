/**
 * An optional location table of all members, kept complete by gossip and active exploration within
 * a bandwidth budget (Accordion, NSDI 2005; OneHop, NSDI 2004).
 *
 * <p>Messages in and out: Rumors; GetLocations, answered by Locations; GetPredecessor as a liveness
 * check. Timer: gossip. Invariant: entries are hints, on which speed depends, correctness not.
 */
@NullMarked
package io.duet.chord.onehop;

import org.jspecify.annotations.NullMarked;
