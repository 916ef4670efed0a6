/**
 * A member of a Chord ring, and its construction by experiments and processes.
 *
 * <p>Messages: all of {@code ChordMessage}; {@code MessageDispatch} passes each to its handler.
 * Timers: {@code PeriodicTasks} runs stabilize, fix fingers, republish and gossip, and dispatches
 * the others. Invariants: see {@code ChordNode}.
 */
@NullMarked
package io.duet.chord;

import org.jspecify.annotations.NullMarked;
