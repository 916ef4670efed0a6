/**
 * Keeps the ring by the rules of the corrected protocol (P. Zave, "Reasoning about identifier
 * spaces: how to make Chord correct", IEEE TSE 43(12), 2017).
 *
 * <p>Messages in and out: GetNeighbors (join, stabilize) and GetPredecessor (rectify, fix fingers,
 * failure confirmation), with their replies; Notify, SuccessorChanged, Leaving. Timers: stabilize,
 * fix fingers, join. Invariant: a predecessor is replaced only by a closer one, or if it does not
 * answer.
 */
@NullMarked
package io.duet.chord.maintenance;

import org.jspecify.annotations.NullMarked;
