package io.duet.rpc;

import io.duet.node.NodeEvent;
import io.duet.node.Peer;

/** A peer did not answer one attempt of a request before its deadline. */
public record RequestTimedOut(Peer peer) implements NodeEvent {}
