/**
 * The role of a super-peer: leaf registration, leaf queries, pings, redundancy and election.
 *
 * <p>Messages in: Join, Register, LeafQuery, Ping, LinkRequest, PartnerRequest, PromoteReply,
 * Leave. Messages out: their replies, Ping, PartnerRequest, Promote, Redirect, Leave. Timer: {@code
 * SuperPeer.maintain}, once a ping period. Invariants: at most {@code leavesMax} leaves; a leaf
 * that is silent for three ping periods is dropped; a partner is neither leaf nor neighbor.
 */
@NullMarked
package io.duet.unstructured.superpeer;

import org.jspecify.annotations.NullMarked;
