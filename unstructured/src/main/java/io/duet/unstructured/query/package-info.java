/**
 * One query from its origin to its hits: how it spreads, how it ends, and how hits are verified.
 *
 * <p>Messages out: Query, Walk, VerifyHit. Messages in: QueryHit, CachedHit, HitVerified,
 * WalkerCheck. Timers: deadlines of queries. Invariant: a result counts after its provider has
 * confirmed it.
 */
@NullMarked
package io.duet.unstructured.query;

import org.jspecify.annotations.NullMarked;
