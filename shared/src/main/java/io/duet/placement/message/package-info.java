/**
 * The questions with which nodes place contents at each other, and their answers. Each goes over a
 * stream of its own.
 */
@NullMarked
package io.duet.placement.message;

import org.jspecify.annotations.NullMarked;
