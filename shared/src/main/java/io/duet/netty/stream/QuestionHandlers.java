package io.duet.netty.stream;

import io.duet.node.Peer;
import io.duet.transfer.TransferMessage;
import io.duet.transfer.TransferMessage.Answer;
import io.duet.transfer.TransferMessage.Question;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** The handlers of a node, by the class of their questions. */
final class QuestionHandlers {
  private final Map<Class<?>, QuestionHandler<?>> byClass = new ConcurrentHashMap<>();

  <Q extends Question> void add(Class<Q> type, QuestionHandler<Q> handler) {
    byClass.put(type, handler);
  }

  /** The answer of the handler; a failure if there is none, or if it throws. */
  CompletableFuture<? extends Answer> answer(Peer asker, Question question) {
    QuestionHandler<?> handler = byClass.get(question.getClass());
    if (handler == null) {
      return CompletableFuture.failedFuture(
          new IllegalArgumentException("a question that this node does not answer"));
    }
    try {
      return answer(handler, asker, question);
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  @SuppressWarnings("unchecked") // add has checked it
  private static <Q extends TransferMessage.Question> CompletableFuture<? extends Answer> answer(
      QuestionHandler<Q> handler, Peer asker, Question question) {
    return handler.answer(asker, (Q) question);
  }
}
