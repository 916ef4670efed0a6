package io.duet.netty.stream;

import io.duet.node.Peer;
import io.duet.transfer.TransferMessage;
import java.util.concurrent.CompletableFuture;

/** Answers the questions of one class that peers ask on streams. */
@FunctionalInterface
public interface QuestionHandler<Q extends TransferMessage.Question> {

  /**
   * Answers a question. Called by a thread of the streams, which it must not block.
   *
   * @param asker the peer by the address that it announces, whose port is not proven
   * @return a failure refuses the question
   */
  CompletableFuture<? extends TransferMessage.Answer> answer(Peer asker, Q question);
}
