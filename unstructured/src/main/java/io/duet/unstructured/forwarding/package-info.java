/**
 * Serves the queries of other nodes: forwarding within the TTL, duplicate suppression, walks, and
 * hits on the reverse path.
 *
 * <p>Messages in and out: Query, Walk, QueryHit, CachedHit, WalkerCheck and its reply. No timers.
 * Invariants: the TTL falls with each hop; a flooded query is forwarded once, and every query is
 * answered once by each node.
 */
@NullMarked
package io.duet.unstructured.forwarding;

import org.jspecify.annotations.NullMarked;
