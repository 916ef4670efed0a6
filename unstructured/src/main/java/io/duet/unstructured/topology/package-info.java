/** Graphs of given shapes, on which a network may begin assembled; one class for each shape. */
@NullMarked
package io.duet.unstructured.topology;

import org.jspecify.annotations.NullMarked;
