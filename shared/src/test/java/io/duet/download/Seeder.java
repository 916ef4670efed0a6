package io.duet.download;

import io.duet.content.FileHasher;
import io.duet.content.HashedFile;
import io.duet.netty.EventLoops;
import io.duet.netty.HostSettings;
import io.duet.netty.NettyHost;
import io.duet.netty.stream.Streams;
import io.duet.netty.stream.UploadRate;
import io.duet.node.Key;
import io.duet.node.Node;
import io.duet.node.Peer;
import io.duet.overlay.ContentName;
import io.duet.sharing.Catalogue;
import io.duet.sharing.SharedFile;
import io.duet.store.Database;
import io.duet.store.DownloadTable;
import io.duet.transfer.TransferMessage;
import io.duet.wire.TestMessages;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A node on loopback that has a catalogue, serves it, and downloads. */
final class Seeder implements AutoCloseable {
  private static final int SECONDS_MAX = 60;

  final EventLoops loops = new EventLoops(1, TestMessages.registry());
  final Database database;
  final Catalogue catalogue;
  final Downloads downloads;
  final Streams streams;
  final OfferedContents offered;
  final BlockingQueue<Path> finished = new LinkedBlockingQueue<>();
  private final NettyHost host;
  private volatile Runnable searched = () -> {};

  /** A node whose searches find these providers. */
  Seeder(Path data, UploadRate rate, List<Peer> providers) throws Exception {
    database = Database.open(data.resolve("node.db"));
    catalogue = new Catalogue(database);
    host = NettyHost.bind(loops, HostSettings.ofNetwork("test")).join();
    host.create(h -> Node.answering(h, message -> null)).join();
    streams = new Streams("test", host.self().address(), TransferMessage.messages(), 1);
    downloads =
        new Downloads(
            new DownloadTable(database),
            streams,
            (id, whenDone) -> {
              whenDone.accept(List.copyOf(providers));
              searched.run();
            },
            (download, file) -> finished.add(file));
    offered = new OfferedContents(catalogue, downloads);
    downloads.fetchFromHere(offered::hasWhole);
    host.acceptStreams(streams.serve(offered, rate, 64));
  }

  /** Calls a listener after each search. */
  void whenSearched(Runnable listener) {
    searched = listener;
  }

  Peer peer() {
    return host.self();
  }

  /** Shares a file; gives the id of its content. */
  Key share(Path file, String name) throws Exception {
    HashedFile hashed = FileHasher.hash(file, read -> {});
    Key id = hashed.manifest().id();
    SharedFile shared = new SharedFile(file, new ContentName(name), hashed.stamp(), id);
    catalogue.put(shared, hashed.manifest()).join();
    return id;
  }

  Path awaitFinished() throws InterruptedException {
    Path file = finished.poll(SECONDS_MAX, TimeUnit.SECONDS);
    if (file == null) {
      throw new AssertionError("not finished in time");
    }
    return file;
  }

  @Override
  public void close() throws Exception {
    downloads.close();
    streams.close();
    host.crash().join();
    loops.close();
    database.close();
  }
}
