package io.duet.mail;

import io.duet.mail.MailMessage.Taking;
import io.duet.node.Peer;
import io.duet.store.StoreException;
import io.duet.transfer.TransferMessage;
import java.lang.System.Logger.Level;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Delivers waiting letters to their receivers, for each receiver one after another. All methods are
 * called by the thread of the mailbox.
 */
final class Deliveries {
  private static final System.Logger LOG = System.getLogger(Deliveries.class.getName());

  private final MailNetwork network;
  private final WaitingLetters letters;
  private final MailboxKeys keys;
  private final Executor thread;
  private final Consumer<LetterEvent> events;
  private final Map<Peer, CompletableFuture<Void>> running = new LinkedHashMap<>();

  Deliveries(
      MailNetwork network,
      WaitingLetters letters,
      MailboxKeys keys,
      Executor thread,
      Consumer<LetterEvent> events) {
    this.network = network;
    this.letters = letters;
    this.keys = keys;
    this.thread = thread;
    this.events = events;
  }

  /**
   * Delivers the letters for a peer in their order. Completes once none is left, or the peer does
   * not take the next one.
   */
  CompletableFuture<Void> to(Peer receiver) {
    CompletableFuture<Void> present = running.get(receiver);
    if (present != null) {
      return present;
    }
    CompletableFuture<Void> done = new CompletableFuture<>();
    running.put(receiver, done);
    next(receiver);
    return done;
  }

  private void next(Peer receiver) {
    try {
      List<WaitingLetters.Waiting> waiting = letters.of(receiver);
      if (waiting.isEmpty()) {
        keys.withdraw(receiver);
        end(receiver);
      } else {
        Letter letter = waiting.get(0).letter();
        network
            .ask(receiver, new MailMessage.Deliver(letter))
            .whenCompleteAsync((answer, problem) -> answered(letter, answer), thread);
      }
    } catch (StoreException e) {
      LOG.log(Level.WARNING, "the waiting letters cannot be read", e);
      end(receiver);
    }
  }

  private void answered(Letter letter, TransferMessage.@Nullable Answer answer) {
    boolean taken = isResult(answer, Taking.TAKEN);
    if (!taken && !isResult(answer, Taking.REPEATED)) {
      end(letter.to());
      return;
    }
    if (taken || letter.id().sender().equals(network.self())) {
      events.accept(new LetterEvent(LetterEvent.Kind.DELIVERED, letter, letter.to()));
    }
    letters
        .remove(letter.id())
        .whenCompleteAsync((removed, problem) -> removed(letter.to(), problem), thread);
  }

  private static boolean isResult(TransferMessage.@Nullable Answer answer, Taking result) {
    return answer instanceof MailMessage.DeliverReply reply && reply.result() == result;
  }

  private void removed(Peer receiver, @Nullable Throwable problem) {
    if (problem == null) {
      next(receiver);
    } else {
      LOG.log(Level.WARNING, "a delivered letter cannot be removed", problem);
      end(receiver);
    }
  }

  private void end(Peer receiver) {
    CompletableFuture<Void> done = running.remove(receiver);
    if (done != null) {
      done.complete(null);
    }
  }
}
