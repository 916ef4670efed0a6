/**
 * The base of every role: its context, the node's own contents, and the change of roles.
 *
 * <p>It has no messages and no timers. Invariant: a node has one role at a time, and its contents
 * outlive every role.
 */
@NullMarked
package io.duet.unstructured.node;

import org.jspecify.annotations.NullMarked;
