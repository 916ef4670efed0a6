package io.duet.placement;

import io.duet.download.Downloads;
import io.duet.download.ProviderSearch;
import io.duet.netty.stream.Streams;
import io.duet.node.Key;
import io.duet.node.Peer;
import io.duet.sharing.Catalogue;
import io.duet.sharing.SharedFile;
import io.duet.sharing.SharedFolders;
import io.duet.store.Database;
import io.duet.store.PeerTable;
import io.duet.store.PlacedContent;
import io.duet.store.PlacementTable;
import io.duet.store.StoreException;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The placed contents of a node: what its user pushes, and what it stores for others. */
public final class Placements implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Placements.class.getName());
  private static final int SAMPLE_SECONDS = 30;
  private static final String NOBODY = ""; // an owner of whom nothing is stored
  private static final int THREADS =
      6; // pushes, repairs and samples wait for peers, and answers must not wait for them

  /**
   * What a node offers to others.
   *
   * @param quotaBytes the bytes that it stores for them
   * @param repairSeconds the time between two rounds of repairs
   */
  public record Limits(long quotaBytes, int repairSeconds) {}

  /**
   * What the overlay says about peers.
   *
   * @param known the peers that it knows now
   * @param withRoom names a peer with room for a content, each time another one; empty if there is
   *     none, or nobody keeps a list
   * @param offer tells others how many bytes this node would store for a peer now
   */
  public record Directory(
      Supplier<CompletableFuture<List<Peer>>> known,
      Function<PlacedContent, CompletableFuture<Optional<Peer>>> withRoom,
      LongConsumer offer) {}

  /**
   * Where a push to an absent peer waits until that peer returns.
   *
   * @see #returned
   */
  @FunctionalInterface
  public interface Letterbox {
    /** Leaves an offer for a peer; completes with whether it is kept. */
    CompletableFuture<Boolean> leave(Peer to, PlacementMessage.StoreOffer offer);
  }

  private final PlacementTable table;
  private final Holders holders;
  private final Offers offers;
  private final Pushes pushes;
  private final PlacementAnswers answers;
  private final ScheduledExecutorService threads =
      Executors.newScheduledThreadPool(
          THREADS,
          task -> {
            Thread thread = new Thread(task, "placement");
            thread.setDaemon(true);
            return thread;
          });

  /**
   * The placements of a node, which answers peers from now on.
   *
   * @param folder where copies for others are kept
   * @param events is called for each copy that is placed, accepted or dropped, and must not block
   * @throws IOException if the folder cannot be created
   */
  public Placements(
      Peer self,
      Path folder,
      Database database,
      SharedFolders shared,
      Downloads downloads,
      Streams streams,
      ProviderSearch search,
      Directory directory,
      Limits limits,
      Consumer<PlacementEvent> events)
      throws IOException {
    Questions questions = streams::ask;
    table = new PlacementTable(database, limits.quotaBytes());
    StoredContents own =
        new StoredContents(folder, new Catalogue(database), shared, downloads, table, events);
    KnownPeers peers = new KnownPeers(self, new PeerTable(database), directory, questions);
    holders = new Holders(self, own, search, questions);
    offers = new Offers(self, peers, holders, questions, new Random(), events);
    pushes = new Pushes(holders, offers, threads);
    answers = new PlacementAnswers(threads, table, own, peers, questions, events);
    answers.register(streams);
    Repairer repairer = new Repairer(self, table, own, holders, offers);
    every(limits.repairSeconds(), "copies were not counted", repairer::round);
    every(SAMPLE_SECONDS, "known peers were not asked", peers::sample);
    every(1, "free space was not offered", () -> directory.offer().accept(table.free(NOBODY)));
  }

  /** Work that is repeated. */
  public interface Task {
    /** Does it once. */
    void run() throws IOException;
  }

  /** Repeats a task on a thread of this object; a failure is logged with what it means. */
  public void every(int seconds, String problem, Task task) {
    Runnable safe =
        () -> {
          try {
            task.run();
          } catch (IOException | RuntimeException e) {
            LOG.log(Level.WARNING, problem, e);
          }
        };
    threads.scheduleWithFixedDelay(safe, seconds, seconds, TimeUnit.SECONDS);
  }

  /** Connects the mailbox in which pushes to absent peers wait. */
  public void letterbox(Letterbox letterbox) {
    pushes.letterbox(letterbox);
  }

  /** Takes an offer that waited while this node was absent; completes with whether it is taken. */
  public CompletableFuture<Boolean> returned(PlacementMessage.StoreOffer offer) {
    return answers
        .onOffer(offer.owner(), offer)
        .thenApply(reply -> reply.outcome() == PlacementMessage.Outcome.ACCEPTED);
  }

  /**
   * Places a shared file on peers, in the background.
   *
   * @param replicas the wanted number of live copies, this node's own included
   */
  public Push place(SharedFile file, int replicas, Strategy strategy) {
    PlacedContent content = content(file, replicas);
    table.place(content).join();
    return pushes.start(content, strategy, null);
  }

  /** Sends a shared file to one peer, in the background; nobody repairs that copy. */
  public Push deliver(SharedFile file, Peer to) {
    return pushes.start(content(file, PlacedContent.DELIVERED), Strategy.SPACE, to);
  }

  private static PlacedContent content(SharedFile file, int replicas) {
    return new PlacedContent(
        file.id(), file.name().text(), file.stamp().bytes(), replicas, "", false);
  }

  /** The pushes of this process, and the other contents that are placed or stored here. */
  public List<Push> all() throws StoreException {
    List<Push> all = new ArrayList<>(pushes.all());
    for (PlacedContent content : table.all()) {
      if (pushes.get(content.id()).isEmpty()) {
        all.add(Push.of(content));
      }
    }
    return all;
  }

  /** One of them. */
  public Optional<Push> get(Key id) throws StoreException {
    @Nullable Push running = pushes.get(id).orElse(null);
    return running == null ? table.get(id).map(Push::of) : Optional.of(running);
  }

  /** Ends rounds and pushes; what is durable goes on when the node runs again. */
  @Override
  public void close() {
    threads.shutdownNow();
  }
}
