package io.duet.rpc;

import java.util.function.Consumer;

/** The continuation of a request. Exactly one of the two methods is called, once. */
public interface ReplyHandler<R extends Reply> {

  /** The asked peer sent a reply of the right type in time. */
  void onReply(R reply);

  /** The deadline passed, or the host reported the peer as unreachable. */
  void onFailure();

  /** A handler from these two functions. */
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
