package io.duet.node;

/** A message that answers one {@link Request}. */
public interface Reply extends Message {

  /** The id of the request that this answers. */
  int requestId();
}
