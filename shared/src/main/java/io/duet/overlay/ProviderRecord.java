package io.duet.overlay;

import io.duet.node.Key;
import io.duet.node.Peer;

/**
 * The statement that a peer has a content, valid until it expires.
 *
 * @param secondsLeft whole seconds until the record expires; relative, so clocks need not agree
 */
public record ProviderRecord(Key key, Peer provider, int secondsLeft) {}
