package io.duet.experiments.fetch;

import io.duet.cli.FailureException;
import io.duet.netty.NettyHost;
import io.duet.node.Key;
import io.duet.node.Peer;
import io.duet.overlay.Overlay;
import io.duet.sharing.Catalogue;
import io.duet.store.DataFolder;
import io.duet.store.Database;
import io.duet.store.Download;
import io.duet.store.DownloadTable;
import io.duet.store.StoreException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.ObjIntConsumer;

/**
 * Transfers of real files through the streams of the nodes, by the downloads that real nodes run.
 * All nodes share one database for them.
 */
public final class SocketFetches extends Fetches {
  private static final System.Logger LOG = System.getLogger(SocketFetches.class.getName());

  private record Waiting(List<Peer> named, Consumer<Long> onDone) {}

  private final String network;
  private final List<NettyHost> hosts;
  private final LongSupplier clock;
  private final SharedFiles files;
  private final DataFolder data;
  private final Database database;
  private final List<SocketNode> nodes = new ArrayList<>();
  private final Map<String, Waiting> waiting = new ConcurrentHashMap<>(); // by node and item
  private final Map<String, Path> fetched = new ConcurrentHashMap<>();
  private final LongAdder received = new LongAdder();

  /**
   * Makes the files, and lets the nodes serve them.
   *
   * @param network the name of the overlay's network
   * @param hosts the hosts by index, the nodes of the workload first: a view
   * @param count the number of nodes
   * @param call calls a live node on its own thread
   * @param clock the nanoseconds since the start of the world
   * @throws FailureException if the disk has no room
   */
  public SocketFetches(
      FetchPlan plan,
      String network,
      List<NettyHost> hosts,
      int count,
      ObjIntConsumer<Consumer<Overlay>> call,
      LongSupplier clock) {
    super(plan, call);
    this.network = network;
    this.hosts = hosts;
    this.clock = clock;
    this.files = new SharedFiles(plan);
    files.makeAll();
    try {
      data = DataFolder.open(files.folder().resolve("data"));
      database = data.database();
    } catch (StoreException e) {
      throw new FailureException(String.valueOf(e.getMessage()), e);
    }
    for (int node = 0; node < count; node++) {
      nodes.add(open(node));
    }
  }

  private SocketNode open(int node) {
    return new SocketNode(
        this, node, hosts.get(node), network, new DownloadTable(database), new Catalogue(database));
  }

  private static String code(int node, int item) {
    return node + "-" + item;
  }

  SharedFiles files() {
    return files;
  }

  /** Where a node has an item that is complete there. */
  Path fileAt(int node, int item) {
    return fetched.getOrDefault(code(node, item), files.of(item).file());
  }

  @Override
  public void fetch(int node, int item, List<Peer> named, Consumer<Long> onDone) {
    waiting.put(code(node, item), new Waiting(named, onDone));
    Path file = files.folder().resolve("node-" + node).resolve("item-" + item);
    nodes.get(node).fetch(item, files.of(item).manifest().id(), file);
  }

  /** Finds providers for a download: at first those that the race's search has named. */
  void providersOf(int node, Key id, Consumer<List<Peer>> whenDone) {
    int item = files.itemOf(id);
    Waiting one = waiting.get(code(node, item));
    if (one != null && !one.named().isEmpty()) {
      waiting.put(code(node, item), new Waiting(List.of(), one.onDone()));
      whenDone.accept(one.named());
    } else {
      search(node, item, whenDone);
    }
  }

  /** A download has all bytes at a path. */
  void finished(int node, Download download, Path file) {
    int item = files.itemOf(download.id());
    long now = clock.getAsLong();
    fetched.put(code(node, item), file);
    completed(node, item);
    received.add(plan.bytes());
    Waiting done = waiting.remove(code(node, item));
    if (done != null) {
      done.onDone().accept(now);
    }
  }

  @Override
  public void ended(int node) {
    CompletableFuture.runAsync(nodes.get(node)::close);
  }

  @Override
  public void restarted(int node) {
    nodes.set(node, open(node));
    super.restarted(node);
  }

  /** Finished files, and what the running downloads have. */
  @Override
  public long received() {
    return received.sum() + nodes.stream().mapToLong(SocketNode::received).sum();
  }

  @Override
  public void close() {
    nodes.forEach(SocketNode::close);
    try {
      database.close();
      data.close();
    } catch (Exception e) {
      LOG.log(Level.WARNING, "the data folder of the race was not closed", e);
    }
    files.close();
  }
}
