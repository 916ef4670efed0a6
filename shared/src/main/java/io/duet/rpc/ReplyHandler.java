package io.duet.rpc;

import java.util.function.Consumer;

/** What goes on when a request is answered, or is not. Exactly one of the two is called, once. */
public interface ReplyHandler<R extends Reply> {

  /** The reply came in time, from the peer that was asked, and of the right type. */
  void onReply(R reply);

  /** The deadline passed, or the peer is said to be unreachable. */
  void onFailure();

  /** The handler that does one of these two. */
  static <R extends Reply> ReplyHandler<R> of(Consumer<R> onReply, Runnable onFailure) {
    return new ReplyHandler<>() {
      @Override
      public void onReply(R reply) {
        onReply.accept(reply);
      }

      @Override
      public void onFailure() {
        onFailure.run();
      }
    };
  }
}
