package io.duet.rpc;

import io.duet.node.Message;

/** A message that expects exactly one reply of type {@code R}, which its class names literally. */
public interface Request<R extends Reply> extends Message {

  /** The id that the reply repeats; unique among the sender's pending requests. */
  int requestId();

  /** The class of replies to this request; IllegalArgumentException if its class names none. */
  @SuppressWarnings("unchecked") // R is the class that the request's own class gives for it
  default Class<R> replyType() {
    return (Class<R>) ReplyTypes.BY_REQUEST.get(getClass());
  }
}
