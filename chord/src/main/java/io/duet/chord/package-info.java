/**
 * The structured overlay: a Chord ring that follows the corrected protocol.
 *
 * <p>The parts of a node share a {@link io.duet.chord.ChordContext} and know only those below them:
 * storage, location table, maintenance, lookups, routing state, messages, ids. What one observes
 * reaches the others as a {@link io.duet.chord.RingListener} event.
 */
@NullMarked
package io.duet.chord;

import org.jspecify.annotations.NullMarked;
