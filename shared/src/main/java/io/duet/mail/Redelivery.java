package io.duet.mail;

import io.duet.node.Peer;
import io.duet.store.StoreException;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Tries waiting letters again: each receiver at most once a minute, and a few receivers in a round
 * of 5 s. It also drops expired letters, and places the copies of own ones that are missing or at
 * keepers that are gone. All methods are called by the thread of the mailbox.
 */
final class Redelivery {
  private static final System.Logger LOG = System.getLogger(Redelivery.class.getName());
  private static final int ROUND_SECONDS = 5;
  private static final int TRIED_PER_ROUND_MAX = 8;
  private static final long AGAIN_MS = 60_000;

  private final WaitingLetters letters;
  private final MailboxKeys keys;
  private final Deliveries deliveries;
  private final CopyPlacement copies;
  private final InstantSource clock;
  private final ScheduledExecutorService thread;
  private final Consumer<LetterEvent> events;
  private final Map<Peer, Long> triedMs = new LinkedHashMap<>(); // the first tried first

  Redelivery(
      WaitingLetters letters,
      MailboxKeys keys,
      Deliveries deliveries,
      CopyPlacement copies,
      InstantSource clock,
      ScheduledExecutorService thread,
      Consumer<LetterEvent> events) {
    this.letters = letters;
    this.keys = keys;
    this.deliveries = deliveries;
    this.copies = copies;
    this.clock = clock;
    this.thread = thread;
    this.events = events;
  }

  /** Begins with the letters that the last process left. */
  void start() {
    thread.scheduleWithFixedDelay(this::round, 0, ROUND_SECONDS, TimeUnit.SECONDS);
  }

  /** Notes that the delivery to a receiver begins now. */
  void tried(Peer receiver) {
    triedMs.remove(receiver);
    triedMs.put(receiver, clock.millis());
  }

  private void round() {
    try {
      letters.dropExpired().thenAccept(expired -> expired.forEach(this::expired));
      Map<Peer, List<Letter.Id>> own = ownByReceiver();
      keys.set(own.keySet());
      triedMs.keySet().retainAll(own.keySet());
      due(own.keySet())
          .forEach(receiver -> tryAgain(receiver, own.getOrDefault(receiver, List.of())));
    } catch (StoreException | RuntimeException e) {
      LOG.log(Level.WARNING, "waiting letters were not tried again", e);
    }
  }

  private void expired(Letter letter) {
    events.accept(new LetterEvent(LetterEvent.Kind.EXPIRED, letter, letter.to()));
  }

  /** All receivers of waiting letters, with the letters that are this node's own. */
  private Map<Peer, List<Letter.Id>> ownByReceiver() throws StoreException {
    Map<Peer, List<Letter.Id>> own = new LinkedHashMap<>();
    for (WaitingLetters.Waiting waiting : letters.all()) {
      List<Letter.Id> ids = own.computeIfAbsent(waiting.letter().to(), to -> new ArrayList<>());
      if (waiting.own()) {
        ids.add(waiting.letter().id());
      }
    }
    return own;
  }

  /** The receivers whose turn it is: new ones, then those that were tried first. */
  private List<Peer> due(Set<Peer> receivers) {
    long since = clock.millis() - AGAIN_MS;
    Set<Peer> inTurn = new LinkedHashSet<>(receivers);
    inTurn.removeAll(triedMs.keySet());
    inTurn.addAll(triedMs.keySet());
    return inTurn.stream()
        .filter(peer -> triedMs.getOrDefault(peer, since) <= since)
        .limit(TRIED_PER_ROUND_MAX)
        .toList();
  }

  private void tryAgain(Peer receiver, List<Letter.Id> own) {
    tried(receiver);
    deliveries.to(receiver).thenRunAsync(() -> own.forEach(copies::place), thread);
  }
}
