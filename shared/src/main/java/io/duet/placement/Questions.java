package io.duet.placement;

import io.duet.node.Peer;
import io.duet.transfer.TransferMessage.Answer;
import io.duet.transfer.TransferMessage.Question;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Asks peers, each over a stream of its own. */
@FunctionalInterface
interface Questions {
  /** The time after which a peer counts as silent. */
  int SECONDS_MAX = 6;

  /** Asks one peer; fails if it cannot be reached or does not answer. */
  CompletableFuture<Answer> ask(Peer peer, Question question);

  /** Asks one peer; the answer is empty if it is silent, or answers something else. */
  default <A extends Answer> CompletableFuture<Optional<A>> ask(
      Peer peer, Question question, Class<A> type) {
    return ask(peer, question)
        .thenApply(answer -> Optional.of(answer).filter(type::isInstance).map(type::cast))
        .completeOnTimeout(Optional.empty(), SECONDS_MAX, TimeUnit.SECONDS)
        .exceptionally(silent -> Optional.empty());
  }

  /** Asks several peers at the same time, and waits for all of them. */
  default <A extends Answer> Map<Peer, Optional<A>> askAll(
      Collection<Peer> peers, Question question, Class<A> type) {
    Map<Peer, CompletableFuture<Optional<A>>> asked = new LinkedHashMap<>();
    List.copyOf(peers).forEach(peer -> asked.put(peer, ask(peer, question, type)));
    Map<Peer, Optional<A>> answers = new LinkedHashMap<>();
    asked.forEach((peer, answer) -> answers.put(peer, answer.join()));
    return answers;
  }
}
