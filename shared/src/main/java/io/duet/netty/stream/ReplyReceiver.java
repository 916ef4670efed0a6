package io.duet.netty.stream;

import io.duet.transfer.TransferMessage;
import java.util.function.Consumer;

/** Receives a reply that is a single message of one class; anything else is a failure. */
record ReplyReceiver<R extends TransferMessage>(
    Class<R> type, Consumer<R> onReply, Runnable failure) implements DownloadConnection.Receiver {

  static <R extends TransferMessage> ReplyReceiver<R> of(
      Class<R> type, Consumer<R> onReply, Runnable failure) {
    return new ReplyReceiver<>(type, onReply, failure);
  }

  @Override
  public void onReply(TransferMessage reply) {
    if (type.isInstance(reply)) {
      onReply.accept(type.cast(reply));
    } else {
      onFailure();
    }
  }

  @Override
  public void onFailure() {
    failure.run();
  }
}
