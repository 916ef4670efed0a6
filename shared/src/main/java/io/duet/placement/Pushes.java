package io.duet.placement;

import io.duet.bounded.BoundedMap;
import io.duet.node.Key;
import io.duet.node.Peer;
import io.duet.placement.Push.State;
import io.duet.store.PlacedContent;
import io.duet.store.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The pushes of this process, the last {@value #PUSHES_MAX} of them. */
final class Pushes {
  private static final int PUSHES_MAX = 1_000;
  private static final long PERIOD_MS = 250;
  private static final int QUIET_MAX = 20; // looks at which nobody is fetching
  private static final int LETTER_SECONDS_MAX = 10;

  private final Holders holders;
  private final Offers offers;
  private final ScheduledExecutorService threads;
  private final BoundedMap<Key, Push> pushes = new BoundedMap<>(PUSHES_MAX);
  private volatile Placements.Letterbox letterbox =
      (to, offer) -> CompletableFuture.completedFuture(false);

  Pushes(Holders holders, Offers offers, ScheduledExecutorService threads) {
    this.holders = holders;
    this.offers = offers;
    this.threads = threads;
  }

  void letterbox(Placements.Letterbox connected) {
    letterbox = connected;
  }

  synchronized List<Push> all() {
    return new ArrayList<>(pushes.entries().values());
  }

  synchronized Optional<Push> get(Key id) {
    return Optional.ofNullable(pushes.get(id));
  }

  private synchronized Push set(Push push) {
    pushes.put(push.content().id(), push);
    return push;
  }

  /** Starts to push a content, to one peer if it is given. */
  Push start(PlacedContent content, Strategy strategy, @Nullable Peer to) {
    Push begun = set(new Push(content, State.RUNNING, List.of(), List.of(), List.of()));
    threads.execute(() -> begin(content, strategy, to));
    return begun;
  }

  private void begin(PlacedContent content, Strategy strategy, @Nullable Peer to) {
    try {
      if (to == null) {
        Holders.Found found = holders.find(content);
        found.copies().forEach(copy -> holders.accepted(content.id(), copy.peer()));
        int missing = content.replicas() - found.count();
        List<String> problems =
            missing > 0 ? offers.spread(content, strategy, found, missing) : List.of();
        follow(content, content.replicas(), problems, 0);
      } else {
        Optional<Offers.Refusal> problem = offers.offer(content, to);
        if (problem.isEmpty()) {
          follow(content, 2, List.of(), 0);
        } else {
          leave(content, to, problem.get());
        }
      }
    } catch (StoreException | RuntimeException e) {
      set(new Push(content, State.SHORT, List.of(), List.of(), List.of("" + e.getMessage())));
    }
  }

  /** Leaves an offer that could not be made in the mailbox, if the peer is absent. */
  private void leave(PlacedContent content, Peer to, Offers.Refusal problem) {
    boolean left =
        problem.absent()
            && letterbox
                .leave(to, offers.offer(content))
                .completeOnTimeout(false, LETTER_SECONDS_MAX, TimeUnit.SECONDS)
                .exceptionally(failed -> false)
                .join();
    State state = left ? State.WAITING : State.SHORT;
    set(new Push(content, state, List.of(), List.of(), List.of(problem.sentence())));
  }

  /** Counts the copies until enough are complete, or no more are coming. */
  private void follow(PlacedContent content, int wanted, List<String> problems, int quiet)
      throws StoreException {
    Holders.Found found = holders.askPromised(content);
    boolean done = found.copies().size() >= wanted;
    int quietNow = found.coming().isEmpty() ? quiet + 1 : 0;
    State state = done ? State.DONE : quietNow > QUIET_MAX ? State.SHORT : State.RUNNING;
    set(Push.of(content, state, found, problems));
    if (state == State.RUNNING) {
      threads.schedule(
          () -> followAgain(content, wanted, problems, quietNow), PERIOD_MS, TimeUnit.MILLISECONDS);
    }
  }

  private void followAgain(PlacedContent content, int wanted, List<String> problems, int quiet) {
    try {
      follow(content, wanted, problems, quiet);
    } catch (StoreException | RuntimeException e) {
      set(new Push(content, State.SHORT, List.of(), List.of(), List.of("" + e.getMessage())));
    }
  }
}
