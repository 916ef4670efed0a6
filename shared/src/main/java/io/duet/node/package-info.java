/** The interface between protocol and environment: the node, and what its host offers to it. */
@NullMarked
package io.duet.node;

import org.jspecify.annotations.NullMarked;
