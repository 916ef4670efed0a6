package io.duet.rpc;

import io.duet.node.Message;

/** A message that answers one {@link Request}. */
public interface Reply extends Message {

  /** The id of the request that this answers. */
  int requestId();
}
