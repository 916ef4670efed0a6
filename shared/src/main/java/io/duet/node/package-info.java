/** The seam between protocol and world: what a node is, and all that it may ask of its host. */
@NullMarked
package io.duet.node;

import org.jspecify.annotations.NullMarked;
