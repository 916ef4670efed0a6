/**
 * Provider records and keyword postings: put, find, replicate, transfer and repair.
 *
 * <p>Messages: those about records and names of {@code ChordMessage}. Timers: republish, compare
 * replicas. Invariant: an acknowledged record is held by its owner and by one replica.
 */
@NullMarked
package io.duet.chord.storage;

import org.jspecify.annotations.NullMarked;
