/**
 * A node's own queries, from the first stage of a search strategy to verified results.
 *
 * <p>Messages out: Query, Walk, VerifyHit, WalkerCheckReply. Messages in: QueryHit, CachedHit,
 * HitVerified, WalkerCheck. Timer: the end of a stage. Invariants: each query ends exactly once;
 * where hits are verified, only a provider that confirmed is a result.
 */
@NullMarked
package io.duet.unstructured.query;

import org.jspecify.annotations.NullMarked;
