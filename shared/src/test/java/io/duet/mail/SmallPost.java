package io.duet.mail;

import io.duet.node.Key;
import io.duet.node.Peer;
import io.duet.node.PeerAddress;
import io.duet.store.Database;
import io.duet.transfer.TransferMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/**
 * A few mailboxes on databases of their own, whose network is a map. A node that was killed answers
 * nobody, and finds its database again when it returns.
 */
final class SmallPost implements AutoCloseable {
  final List<LetterEvent> events = new CopyOnWriteArrayList<>();
  final AtomicLong now = new AtomicLong(1_000_000);

  private final Path folder;
  private final List<Peer> keepers = new ArrayList<>();
  private final Map<Peer, Mailbox> present = new ConcurrentHashMap<>();
  private final Map<Peer, Database> databases = new ConcurrentHashMap<>();
  private final Map<Key, Set<Peer>> published = new ConcurrentHashMap<>();

  SmallPost(Path folder) {
    this.folder = folder;
  }

  static Peer peer(int number) {
    return Peer.at(PeerAddress.ofIpv4(0x7f00_0001, number));
  }

  private InstantSource clock() {
    return () -> Instant.ofEpochMilli(now.get());
  }

  /** Starts these nodes; the overlay names all nodes that ever ran as keepers, in their order. */
  void start(int... numbers) {
    for (int number : numbers) {
      Peer peer = peer(number);
      try {
        Database database = Database.open(folder.resolve(number + ".db"));
        Mailbox mailbox = new Mailbox(database, new Wires(peer), clock(), events::add);
        databases.put(peer, database);
        present.put(peer, mailbox);
        if (!keepers.contains(peer)) {
          keepers.add(peer);
        }
        mailbox.start();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Ends a node without a word to others. */
  void kill(int number) {
    Mailbox mailbox = present.remove(peer(number));
    published.values().forEach(holders -> holders.remove(peer(number)));
    mailbox.close();
    try {
      databases.get(peer(number)).close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Mailbox node(int number) {
    return present.get(peer(number));
  }

  SentLetter send(int from, int to, String text) {
    return node(from).send(peer(to), Letter.Kind.TEXT, text).join();
  }

  /** The texts that the user of a node has received, the first one first. */
  List<String> inbox(int number) {
    try {
      List<String> texts = new ArrayList<>();
      node(number).inbox().letters().forEach(letter -> texts.add(0, letter.body()));
      return texts;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The number of letters that wait at a node. */
  int waiting(int number) {
    try {
      return new WaitingLetters(databases.get(peer(number)), clock()).all().size();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The keepers of a node's own letters. */
  List<Peer> keepers(int number) {
    try {
      WaitingLetters letters = new WaitingLetters(databases.get(peer(number)), clock());
      return letters.all().stream().flatMap(waiting -> waiting.keepers().stream()).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How a node places the copies of its letters, at once and on the thread of the caller. */
  CopyPlacement placement(int number) {
    MailNetwork network = new Wires(peer(number));
    WaitingLetters letters = new WaitingLetters(databases.get(peer(number)), clock());
    KeeperChecks checks = new KeeperChecks(network, clock(), Runnable::run);
    return new CopyPlacement(network, letters, checks, Runnable::run);
  }

  Set<Peer> holders(int receiver) {
    return published.getOrDefault(Letter.mailboxOf(peer(receiver)), Set.of());
  }

  static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("not within 10 s");
      }
      Thread.onSpinWait();
    }
  }

  @Override
  public void close() {
    for (Peer peer : new LinkedHashSet<>(present.keySet())) {
      kill(peer.address().port());
    }
  }

  /** The network as one node sees it. */
  private final class Wires implements MailNetwork {
    private final Peer self;

    Wires(Peer self) {
      this.self = self;
    }

    @Override
    public Peer self() {
      return self;
    }

    @Override
    public CompletableFuture<Boolean> isJoined() {
      return CompletableFuture.completedFuture(present.containsKey(self));
    }

    @Override
    public CompletableFuture<TransferMessage.Answer> ask(
        Peer to, TransferMessage.Question question) {
      Mailbox asked = present.get(to);
      if (asked == null || !present.containsKey(self)) {
        return CompletableFuture.failedFuture(new IOException("absent"));
      } else if (question instanceof MailMessage.Keep keep) {
        return asked.onKeep(self, keep).thenApply(reply -> reply);
      } else if (question instanceof MailMessage.Deliver deliver) {
        return asked.onDeliver(self, deliver).thenApply(reply -> reply);
      }
      return asked.onReturned(self, (MailMessage.Returned) question).thenApply(reply -> reply);
    }

    @Override
    public CompletableFuture<List<Peer>> keepers(Key key, int count) {
      return CompletableFuture.completedFuture(keepers.stream().limit(count).toList());
    }

    @Override
    public CompletableFuture<List<Peer>> find(Key key) {
      return CompletableFuture.completedFuture(List.copyOf(published.getOrDefault(key, Set.of())));
    }

    @Override
    public void publish(Key key, boolean added) {
      Set<Peer> holders = published.computeIfAbsent(key, any -> ConcurrentHashMap.newKeySet());
      if (added) {
        holders.add(self);
      } else {
        holders.remove(self);
      }
    }
  }
}
