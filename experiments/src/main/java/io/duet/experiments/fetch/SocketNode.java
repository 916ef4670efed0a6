package io.duet.experiments.fetch;

import io.duet.download.Downloads;
import io.duet.download.OfferedContents;
import io.duet.netty.NettyHost;
import io.duet.netty.stream.Streams;
import io.duet.netty.stream.UploadRate;
import io.duet.node.Key;
import io.duet.sharing.Catalogue;
import io.duet.simulation.Bandwidth;
import io.duet.store.DownloadTable;
import io.duet.store.StoreException;
import io.duet.transfer.DownloadLimits;
import io.duet.transfer.TransferMessage;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The streams and downloads of one node in a race on sockets. */
final class SocketNode implements AutoCloseable {
  private static final long POLL_MS = 50;

  private final SocketFetches fetches;
  private final int node;
  private final Streams streams;
  private final Downloads downloads;
  private final OfferedContents partial;
  private final Set<Long> running = ConcurrentHashMap.newKeySet(); // numbers of downloads

  /**
   * Serves peers at once; the catalogue is empty, because a race keeps its complete items itself.
   */
  SocketNode(
      SocketFetches fetches,
      int node,
      NettyHost host,
      String network,
      DownloadTable table,
      Catalogue empty) {
    this.fetches = fetches;
    this.node = node;
    this.streams = new Streams(network, host.self().address(), TransferMessage.messages(), 1);
    this.downloads =
        new Downloads(
            table,
            streams,
            (id, whenDone) -> fetches.providersOf(node, id, whenDone),
            (download, file) -> {
              running.remove(download.number());
              fetches.finished(node, download, file);
            });
    this.partial = new OfferedContents(empty, downloads);
    long up = fetches.plan.bandwidth().up();
    UploadRate rate = up == Bandwidth.UNLIMITED ? UploadRate.unlimited() : UploadRate.of(up);
    RaceContents contents = new RaceContents(fetches, node, partial, new AtomicInteger());
    host.acceptStreams(streams.serve(contents, rate, DownloadLimits.SERVED_MAX));
  }

  /** Starts a download, and announces it in the overlay once it has a piece. */
  void fetch(int item, Key id, Path file) {
    downloads
        .start(id, "item-" + item, file)
        .thenAccept(
            download -> {
              running.add(download.number());
              publishOnceHeld(item, id);
            });
  }

  private void publishOnceHeld(int item, Key id) {
    BitSet held = partial.held(id);
    if (fetches.isComplete(node, item) || (held != null && !held.isEmpty())) {
      fetches.publish(node, item);
    } else {
      streams.nextLoop().schedule(() -> publishOnceHeld(item, id), POLL_MS, TimeUnit.MILLISECONDS);
    }
  }

  /** The bytes that running downloads have received. */
  long received() {
    return running.stream().mapToLong(this::received).sum();
  }

  private long received(long number) {
    try {
      return downloads.get(number).map(Downloads.Progress::received).orElse(0L);
    } catch (StoreException e) {
      return 0;
    }
  }

  @Override
  public void close() {
    downloads.close();
    streams.close();
  }
}
