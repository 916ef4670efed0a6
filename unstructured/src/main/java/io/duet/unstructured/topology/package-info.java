/**
 * Graphs of given shapes, with which an assembled network may begin.
 *
 * <p>No messages and no timers. Invariants: a graph has no loops and no double links; all shapes
 * except a file's give connected graphs; equal seeds give equal graphs.
 */
@NullMarked
package io.duet.unstructured.topology;

import org.jspecify.annotations.NullMarked;
