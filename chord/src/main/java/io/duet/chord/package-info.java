/**
 * A member of a Chord ring, and its construction by experiments and processes.
 *
 * <p>Messages: all of {@code ChordMessage}; {@code Dispatch} passes each to its handler. Timers:
 * stabilize, fix fingers, republish and gossip, and those of the parts. Invariants: see {@code
 * ChordNode}.
 */
@NullMarked
package io.duet.chord;

import org.jspecify.annotations.NullMarked;
