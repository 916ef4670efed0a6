/**
 * The role of a leaf: it joins, registers its contents, searches, and fails over.
 *
 * <p>Messages out: Join, Register, LeafQuery, Ping. Messages in: their replies, Redirect, Promote.
 * Timer: the ping period. Invariant: a leaf holds one session with each of its super-peers.
 */
@NullMarked
package io.duet.unstructured.leaf;

import org.jspecify.annotations.NullMarked;
