/**
 * Keeps the ring: one class for each rule of the corrected protocol (P. Zave, "Reasoning about
 * identifier spaces: how to make Chord correct", IEEE TSE 43(12), 2017).
 *
 * <p>Messages: GetNeighbors and Neighbors (stabilize), Notify and SuccessorChanged (rectify),
 * Leave. Timers: stabilize, fix fingers, join. Invariant: a predecessor is replaced only by a
 * closer one, or when it is silent.
 */
@NullMarked
package io.duet.chord.maintenance;

import org.jspecify.annotations.NullMarked;
