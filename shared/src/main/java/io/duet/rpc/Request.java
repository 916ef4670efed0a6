package io.duet.rpc;

import io.duet.node.Message;

/** A message that expects exactly one reply of type {@code R}. */
public interface Request<R extends Reply> extends Message {

  /** The id that the reply repeats; unique among the sender's pending requests. */
  int requestId();

  /** The class of replies to this request. */
  Class<R> replyType();
}
