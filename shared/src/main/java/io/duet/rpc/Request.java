package io.duet.rpc;

import io.duet.node.Message;

/** A message that asks for exactly one reply of type {@code R}. */
public interface Request<R extends Reply> extends Message {

  /** The number that the reply repeats; unique among the sender's requests under way. */
  int requestId();

  /** The class that a reply to this request must have. */
  Class<R> replyType();
}
