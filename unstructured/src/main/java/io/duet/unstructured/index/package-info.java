/**
 * Which provider offers which content, in columns of numbers; a million entries fit into one heap.
 */
@NullMarked
package io.duet.unstructured.index;

import org.jspecify.annotations.NullMarked;
