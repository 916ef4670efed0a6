/**
 * The role of a leaf: it joins a super-peer, registers its contents, searches, and fails over.
 *
 * <p>Messages out: Join, Register, LeafQuery, Ping, StorageOffer, FindStorage, Leave. Messages in:
 * their replies, Redirect, Promote, Leave; and Ping, Join and LinkRequest of nodes that use the
 * leaf as their contact. Timers: the ping period, the next attempt to join, and two for each
 * search. Invariants: at most one session with each super-peer; at most one attempt to join at a
 * time.
 */
@NullMarked
package io.duet.unstructured.leaf;

import org.jspecify.annotations.NullMarked;
