/**
 * What a node knows of its neighbors' contents: routing filters, one-hop indexes and a path cache.
 *
 * <p>Messages in and out: RoutingFilterUpdate, IndexUpdate and their replies; the path cache reads
 * QueryHit and CachedHit. Timer: that of {@code NeighborKnowledge.onDue}. Invariant: where hits are
 * verified, this knowledge alone makes no result.
 */
@NullMarked
package io.duet.unstructured.replication;

import org.jspecify.annotations.NullMarked;
