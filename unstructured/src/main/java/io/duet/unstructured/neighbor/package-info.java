/**
 * Links between nodes: the neighbor table, its maintenance, liveness and sessions.
 *
 * <p>Messages: LinkRequest, LinkReply, Ping, Pong, Leave. Timer: the ping period. Invariant: a link
 * is kept by both ends or by neither.
 */
@NullMarked
package io.duet.unstructured.neighbor;

import org.jspecify.annotations.NullMarked;
