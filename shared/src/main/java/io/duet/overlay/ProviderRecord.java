package io.duet.overlay;

import io.duet.node.Key;
import io.duet.node.PeerAddress;

/**
 * "This peer has this content, until then".
 *
 * @param secondsLeft whole seconds until the record expires; relative, so clocks need not agree
 */
public record ProviderRecord(Key key, PeerAddress provider, int secondsLeft) {}
