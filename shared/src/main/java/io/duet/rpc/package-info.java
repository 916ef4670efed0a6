/**
 * Requests to peers: deadlines, round-trip estimates and one retry policy, on top of any host.
 *
 * <p>A node holds one {@link io.duet.rpc.PeerRequests} and gives each request a {@link
 * io.duet.rpc.RetryPolicy}. Messages: any {@link io.duet.rpc.Request} and its {@link
 * io.duet.rpc.Reply}. Timer: {@link io.duet.rpc.PendingRequests.Expiry}. Invariants: a handler is
 * called exactly once with success or failure; pending requests and measured peers are bounded; a
 * reply counts only if it comes from the peer that was asked.
 */
@NullMarked
package io.duet.rpc;

import org.jspecify.annotations.NullMarked;
