package io.duet.experiments.fetch;

import io.duet.node.Peer;
import io.duet.simulation.BulkTransfers;
import io.duet.transfer.DownloadLimits;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** A provider of a download in virtual time, and the stream from it while there is one. */
final class SimulatedLink {
  /** Connection, handshake, and the question which pieces the provider holds: there and back. */
  private static final int MESSAGES_TO_OPEN = 6;

  private final SimulatedDownload download;
  private final SimulatedFetches world;
  private final int provider;
  private final Peer peer;
  private BulkTransfers.@Nullable Stream stream;
  private boolean opening;
  private int pending;
  private long waitNanos = DownloadLimits.RETRY_NANOS_MIN;
  private long retryAt;

  SimulatedLink(SimulatedDownload download, int provider, Peer peer) {
    this.download = download;
    this.world = download.world;
    this.provider = provider;
    this.peer = peer;
  }

  int provider() {
    return provider;
  }

  int item() {
    return download.item;
  }

  /** Whether there is no stream, and none is being opened. */
  boolean isIdle() {
    return stream == null && !opening;
  }

  /** Opens a stream, if there is none and the pause since the last failure is over. */
  void retry() {
    if (isIdle() && world.simulation.nowNanos() >= retryAt) {
      opening = true;
      exchange(MESSAGES_TO_OPEN);
    }
  }

  private void exchange(int messages) {
    if (messages == 0) {
      opened();
    } else {
      world.afterDelay(download.node, provider, () -> exchange(messages - 1));
    }
  }

  private void opened() {
    opening = false;
    BitSet held = world.held(provider, download.item);
    if (download.isEnded()) {
      return;
    } else if (held == null || !world.served().add(this)) {
      pause();
      return;
    }
    stream = world.transfers.open(provider, download.node);
    download.scheduler().holds(peer, held);
    request();
  }

  /** The provider tells the download of a further piece. */
  void announce(int piece) {
    world.afterDelay(
        provider,
        download.node,
        () -> {
          if (stream != null) {
            download.scheduler().holds(peer, piece);
            request();
          }
        });
  }

  /** Requests as many pieces as may wait. */
  void request() {
    while (stream != null && pending < DownloadLimits.REQUESTS_MAX) {
      int piece = download.scheduler().next(peer);
      if (piece < 0) {
        return;
      }
      pending++;
      BulkTransfers.Stream open = stream;
      world.afterDelay(download.node, provider, () -> send(open, piece));
    }
  }

  private void send(BulkTransfers.Stream open, int piece) {
    if (stream == open) {
      open.send(
          world.pieceBytes(piece),
          () -> world.afterDelay(provider, download.node, () -> received(open, piece)));
    }
  }

  private void received(BulkTransfers.Stream open, int piece) {
    if (stream == open) {
      pending--;
      waitNanos = DownloadLimits.RETRY_NANOS_MIN;
      download.onPiece(peer, piece);
      request();
    }
  }

  /** The provider has ended; it no longer serves this link. */
  void providerEnded(boolean atOnce) {
    BulkTransfers.Stream open = stream;
    Runnable noticed =
        () -> {
          if (stream == open) {
            close();
            pause();
          }
        };
    if (atOnce) {
      world.afterDelay(provider, download.node, noticed);
    } else {
      world.after(DownloadLimits.SILENCE_NANOS, noticed);
    }
  }

  private void pause() {
    retryAt = world.simulation.nowNanos() + waitNanos;
    waitNanos = Math.min(2 * waitNanos, DownloadLimits.RETRY_NANOS_MAX);
  }

  /** Ends the stream. */
  void close() {
    BulkTransfers.Stream open = stream;
    if (open != null) {
      stream = null;
      pending = 0;
      open.close();
      world.served().remove(this);
      download.scheduler().lost(peer);
    }
  }
}
