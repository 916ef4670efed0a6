package io.duet.mail;

import io.duet.mail.MailMessage.Keeping;
import io.duet.mail.MailMessage.Taking;
import io.duet.node.Peer;
import io.duet.overlay.Status;
import io.duet.store.Database;
import io.duet.store.StoreException;
import java.lang.System.Logger.Level;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The mailbox of a node: it sends letters, keeps those of others, and receives its user's. One
 * thread of its own works on it; calls return at once.
 */
public final class Mailbox implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Mailbox.class.getName());
  private static final int CLOSE_SECONDS_MAX = 5;

  private final MailNetwork network;
  private final Consumer<LetterEvent> events;
  private final WaitingLetters letters;
  private final Inbox inbox;
  private final MailboxKeys keys;
  private final Deliveries deliveries;
  private final CopyPlacement copies;
  private final Redelivery redelivery;
  private final SecureRandom random = new SecureRandom();
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread made = new Thread(task, "mailbox");
            made.setDaemon(true);
            return made;
          });

  /**
   * The mailbox in a database, before it starts.
   *
   * @param events is called for each event of a letter, on any thread, and must not block
   */
  public Mailbox(
      Database database, MailNetwork network, InstantSource clock, Consumer<LetterEvent> events) {
    this.network = network;
    this.events = events;
    this.letters = new WaitingLetters(database, clock);
    this.inbox = new Inbox(database, clock);
    this.keys = new MailboxKeys(network);
    this.deliveries = new Deliveries(network, letters, keys, thread, events);
    this.copies =
        new CopyPlacement(network, letters, new KeeperChecks(network, clock, thread), thread);
    this.redelivery = new Redelivery(letters, keys, deliveries, copies, clock, thread, events);
  }

  /** Goes on with what the last process left, and asks for letters once the node has joined. */
  public void start() {
    redelivery.start();
    new ReturnNotice(network, thread).start();
  }

  /** The letters that this node's user has received. */
  public Inbox inbox() {
    return inbox;
  }

  /** Sends a letter that may wait for as long as any may. */
  public CompletableFuture<SentLetter> send(Peer to, Letter.Kind kind, String body) {
    return send(to, kind, body, Letter.LIFETIME_SECONDS);
  }

  /**
   * Sends a letter; completes once it is delivered, or waits on disk.
   *
   * @param seconds the time after which all holders drop it
   * @throws IllegalArgumentException with a readable message, if the body or the time is not valid
   */
  public CompletableFuture<SentLetter> send(Peer to, Letter.Kind kind, String body, long seconds) {
    Letter.checkBody(body);
    Letter.checkLifetime(seconds);
    Letter.Id id = new Letter.Id(network.self(), random.nextLong());
    Letter letter = new Letter(id, to, kind, body, (int) seconds);
    if (to.equals(network.self())) {
      return onDeliver(to, new MailMessage.Deliver(letter)).thenApply(Mailbox::ofSelf);
    }
    return letters
        .add(letter, true)
        .thenComposeAsync(
            kept ->
                kept == Keeping.KEPT
                    ? deliver(letter)
                    : CompletableFuture.completedFuture(
                        SentLetter.refused(
                            WaitingLetters.OWN_MAX + " letters of this node wait already")),
            thread);
  }

  private static SentLetter ofSelf(MailMessage.DeliverReply reply) {
    return reply.result() == Taking.TAKEN
        ? SentLetter.delivered()
        : SentLetter.refused("the inbox is full");
  }

  private CompletableFuture<SentLetter> deliver(Letter letter) {
    events.accept(new LetterEvent(LetterEvent.Kind.SENT, letter, letter.to()));
    redelivery.tried(letter.to());
    return deliveries
        .to(letter.to())
        .thenComposeAsync(
            tried -> {
              publish(letter.to());
              return copies.place(letter.id());
            },
            thread);
  }

  /** Publishes the key of a receiver's mailbox if letters wait for it. */
  private void publish(Peer receiver) {
    try {
      if (!letters.of(receiver).isEmpty()) {
        keys.publish(receiver);
      }
    } catch (StoreException e) {
      LOG.log(Level.WARNING, "the waiting letters cannot be read", e);
    }
  }

  /** Keeps a copy of the asker's letter, who may ask again to see whether it is still here. */
  public CompletableFuture<MailMessage.KeepReply> onKeep(Peer asker, MailMessage.Keep request) {
    Letter letter = request.letter();
    if (!asker.equals(letter.id().sender())
        || asker.equals(letter.to())
        || letter.to().equals(network.self())) {
      return CompletableFuture.completedFuture(new MailMessage.KeepReply(Keeping.NOT_YOURS));
    }
    boolean known = isWaiting(letter.id());
    return letters
        .add(letter, false)
        .thenApply(
            result -> {
              if (result == Keeping.KEPT && !known) {
                events.accept(new LetterEvent(LetterEvent.Kind.KEPT, letter, asker));
                thread.execute(() -> publish(letter.to()));
              }
              return new MailMessage.KeepReply(result);
            });
  }

  private boolean isWaiting(Letter.Id id) {
    try {
      return letters.get(id).isPresent();
    } catch (StoreException e) {
      LOG.log(Level.WARNING, "the waiting letters cannot be read", e);
      return false;
    }
  }

  /** Takes a letter for this node's user. */
  public CompletableFuture<MailMessage.DeliverReply> onDeliver(
      Peer broughtBy, MailMessage.Deliver request) {
    Letter letter = request.letter();
    if (!letter.to().equals(network.self())) {
      return CompletableFuture.completedFuture(new MailMessage.DeliverReply(Taking.NOT_MINE));
    }
    return inbox
        .take(broughtBy, letter)
        .thenApply(
            result -> {
              if (result == Taking.TAKEN) {
                events.accept(new LetterEvent(LetterEvent.Kind.RECEIVED, letter, broughtBy));
              }
              return new MailMessage.DeliverReply(result);
            });
  }

  /** Brings a peer its letters, at its own address. */
  public CompletableFuture<MailMessage.ReturnedReply> onReturned(
      Peer asker, MailMessage.Returned notice) {
    thread.execute(() -> deliveries.to(asker));
    return CompletableFuture.completedFuture(new MailMessage.ReturnedReply());
  }

  /** The letters that wait here and were received, in numbers, and who waits for whom. */
  public List<Status.Section> status() throws StoreException {
    List<WaitingLetters.Waiting> waiting = letters.all();
    List<List<?>> rows =
        waiting.stream().limit(Status.Table.ROWS_MAX).<List<?>>map(Mailbox::row).toList();
    Status.Facts facts =
        Status.Facts.of("mailbox")
            .with("letters waiting here", waiting.size())
            .with("letters received", inbox.letters().size());
    return List.of(
        facts, new Status.Table("waiting letters", List.of("to", "from", "copies at"), rows));
  }

  private static List<?> row(WaitingLetters.Waiting waiting) {
    Letter letter = waiting.letter();
    String copies = waiting.keepers().isEmpty() ? "" : waiting.keepers().toString();
    return List.of(letter.to().toString(), letter.id().sender().toString(), copies);
  }

  /** Ends the work of this process; what waits goes on when the node runs again. */
  @Override
  public void close() {
    thread.shutdownNow();
    try {
      if (!thread.awaitTermination(CLOSE_SECONDS_MAX, TimeUnit.SECONDS)) {
        LOG.log(Level.WARNING, "the mailbox does not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
