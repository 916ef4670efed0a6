package io.duet.store;

/**
 * A peer that a node met.
 *
 * @param address its address, as text
 * @param seenMs when it was last seen alive, in milliseconds since 1970
 */
public record KnownPeer(String address, long seenMs) {}
