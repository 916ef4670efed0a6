/** Graphs of given shapes, from which a network that is put together takes its links. */
@NullMarked
package io.duet.topology;

import org.jspecify.annotations.NullMarked;
