/**
 * Indexes which provider offers which content, by key and by keyword, in arrays of numbers; a
 * million entries fit into one heap.
 *
 * <p>No messages and no timers. Invariants: results match the criteria exactly; entries are
 * bounded, in total and per leaf, by {@code LeafIndex}.
 */
@NullMarked
package io.duet.unstructured.index;

import org.jspecify.annotations.NullMarked;
