/**
 * Serves the queries of others: forwarding within the TTL, duplicate suppression, and hits on the
 * reverse path.
 *
 * <p>Messages in and out: Query, Walk, QueryHit, CachedHit. Invariants: the TTL falls with each
 * hop, and no query is forwarded twice.
 */
@NullMarked
package io.duet.unstructured.forwarding;

import org.jspecify.annotations.NullMarked;
