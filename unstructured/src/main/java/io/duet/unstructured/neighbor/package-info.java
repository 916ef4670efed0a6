/**
 * Links between super-peers, and sessions with super-peers: the neighbor table, link maintenance,
 * liveness probes and index updates.
 *
 * <p>Messages in and out: LinkRequest, LinkReply, Ping, Pong, Leave. Messages out: Register. It has
 * no timer; the roles call it once a ping period. Invariants: a node has at most {@code linksMax}
 * links; the pong's relation ends a link or session that only one side still holds.
 */
@NullMarked
package io.duet.unstructured.neighbor;

import org.jspecify.annotations.NullMarked;
