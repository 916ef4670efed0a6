package io.duet.rpc;

import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Continues after a request: {@link #onReply} or {@link #onFailure} is called, once. */
public interface ReplyHandler<R extends Reply> {

  /**
   * The asked peer sent a reply of the right type, in time or while a further attempt is pending.
   */
  void onReply(R reply);

  /** The deadline passed, or the host reported the peer as unreachable. */
  void onFailure();

  /**
   * An attempt timed out, and the policy allows another one; returns whether to send it. If not,
   * {@link #onFailure} follows.
   */
  default boolean onSilence() {
    return true;
  }

  /** A handler from these two functions. */
  static <R extends Reply> ReplyHandler<R> of(Consumer<R> onReply, Runnable onFailure) {
    return of(onReply, onFailure, () -> true);
  }

  /** A handler from these functions; the last one decides on further attempts. */
  static <R extends Reply> ReplyHandler<R> of(
      Consumer<R> onReply, Runnable onFailure, BooleanSupplier isWanted) {
    return new ReplyHandler<>() {
      @Override
      public boolean onSilence() {
        return isWanted.getAsBoolean();
      }

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
