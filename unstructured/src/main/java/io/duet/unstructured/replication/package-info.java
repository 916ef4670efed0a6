/**
 * Hints about what neighbours hold: routing filters, a one-hop index and a path cache.
 *
 * <p>Messages: RoutingFilterUpdate, IndexUpdate and their replies. Invariant: no hint becomes a
 * result before its provider has confirmed it.
 */
@NullMarked
package io.duet.unstructured.replication;

import org.jspecify.annotations.NullMarked;
