/**
 * Bounds and shares the load of queries: a rate limiter with fair turns, and token flow control.
 *
 * <p>Message in and out: TokenGrant. Timers: {@code QueryRateLimiter.onTurn} while queries wait,
 * {@code TokenFlowControl.onTick} while a neighbor lacks tokens. Invariants: queues are bounded in
 * total and per peer; after each neighbor's first share, tokens are granted at most at the rate of
 * the node.
 */
@NullMarked
package io.duet.unstructured.load;

import org.jspecify.annotations.NullMarked;
