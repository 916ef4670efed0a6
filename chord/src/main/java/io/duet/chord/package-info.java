/**
 * A member of a Chord ring, and how experiments and processes build one.
 *
 * <p>Messages: all of {@code ChordMessage}, which {@code MessageDispatch} hands to the part that
 * serves them. Timers: {@code PeriodicTasks}. Invariants: see {@code ChordNode}.
 */
@NullMarked
package io.duet.chord;

import org.jspecify.annotations.NullMarked;
