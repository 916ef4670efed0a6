package io.duet.mail;

import io.duet.mail.MailMessage.Keeping;
import io.duet.node.Peer;
import io.duet.store.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * Places copies of this node's own letters at other peers, so that a letter reaches its receiver
 * even if this node is absent by then. All methods are called by the thread of the mailbox.
 */
final class CopyPlacement {
  /** The number of other peers that keep a letter. */
  static final int COPIES = 3;

  /** More candidates than copies, because the receiver and dead peers may be among them. */
  private static final int CANDIDATES_MAX = 2 * COPIES;

  private final MailNetwork network;
  private final WaitingLetters letters;
  private final KeeperChecks checks;
  private final Executor thread;

  CopyPlacement(MailNetwork network, WaitingLetters letters, KeeperChecks checks, Executor thread) {
    this.network = network;
    this.letters = letters;
    this.checks = checks;
    this.thread = thread;
  }

  /**
   * Places the copies of a letter that are missing, or that were at keepers which are gone;
   * completes with what became of the letter.
   */
  CompletableFuture<SentLetter> place(Letter.Id id) {
    try {
      Optional<WaitingLetters.Waiting> waiting = letters.get(id);
      if (waiting.isEmpty()) {
        return CompletableFuture.completedFuture(SentLetter.delivered());
      }
      Letter letter = waiting.get().letter();
      List<Peer> keepers = new ArrayList<>(waiting.get().keepers());
      keepers.removeIf(keeper -> checks.isGone(keeper, letter));
      return keepers.size() >= COPIES
          ? CompletableFuture.completedFuture(SentLetter.waiting(keepers))
          : network
              .keepers(Letter.mailboxOf(letter.to()), CANDIDATES_MAX)
              .exceptionally(failed -> List.of())
              .thenComposeAsync(
                  found -> ask(letter, keepers, candidates(letter, keepers, found)), thread);
    } catch (StoreException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private List<Peer> candidates(Letter letter, List<Peer> keepers, List<Peer> found) {
    return found.stream()
        .distinct()
        .filter(peer -> !peer.equals(network.self()) && !peer.equals(letter.to()))
        .filter(peer -> !keepers.contains(peer))
        .toList();
  }

  /** Asks as many candidates as copies are missing, and then the next ones. */
  private CompletableFuture<SentLetter> ask(
      Letter letter, List<Peer> keepers, List<Peer> candidates) {
    int asked = Math.min(COPIES - keepers.size(), candidates.size());
    if (asked == 0) {
      return letters.setKeepers(letter.id(), keepers).thenApply(v -> SentLetter.waiting(keepers));
    }
    List<CompletableFuture<Boolean>> replies =
        candidates.subList(0, asked).stream().map(peer -> keep(peer, letter)).toList();
    return CompletableFuture.allOf(replies.toArray(CompletableFuture<?>[]::new))
        .thenComposeAsync(
            v -> {
              for (int i = 0; i < asked; i++) {
                if (replies.get(i).join()) {
                  keepers.add(candidates.get(i));
                }
              }
              return ask(letter, keepers, candidates.subList(asked, candidates.size()));
            },
            thread);
  }

  private CompletableFuture<Boolean> keep(Peer peer, Letter letter) {
    return network
        .ask(peer, new MailMessage.Keep(letter))
        .handle(
            (answer, problem) ->
                answer instanceof MailMessage.KeepReply reply && reply.result() == Keeping.KEPT);
  }
}
