package io.duet.experiments.fetch;

import io.duet.node.Peer;
import io.duet.simulation.BulkTransfers;
import io.duet.transfer.DownloadLimits;
import io.duet.transfer.UploadTurns;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A provider of a download in virtual time, and the stream from it while there is one. */
final class SimulatedLink implements UploadTurns.Stream {
  /** Connection, handshake, and the question which pieces the provider holds: there and back. */
  private static final int MESSAGES_TO_OPEN = 6;

  private final SimulatedDownload download;
  private final SimulatedFetches world;
  private final int provider;
  private final Peer peer;
  private BulkTransfers.@Nullable Stream stream;
  private boolean opening;
  private int asked; // turns
  private long waitsSince; // the last turn, or the question for the first
  private int pending; // pieces
  private final Set<UploadTurns.Turn> turns = new HashSet<>();
  private long waitNanos = DownloadLimits.RETRY_NANOS_MIN;
  private long retryAt; // at first when the provider became known

  SimulatedLink(SimulatedDownload download, int provider, Peer peer) {
    this.download = download;
    this.world = download.world;
    this.provider = provider;
    this.peer = peer;
    this.retryAt = world.simulation.nowNanos();
  }

  int provider() {
    return provider;
  }

  int fetcher() {
    return download.node;
  }

  int item() {
    return download.item;
  }

  /** Whether there is no stream, and none is being opened. */
  boolean isIdle() {
    return stream == null && !opening;
  }

  /** Whether a stream can be opened: the pause since the last failure is over. */
  boolean isDue() {
    return isIdle() && world.simulation.nowNanos() >= retryAt;
  }

  /** When the pause since the last failure is over. */
  long retryAt() {
    return retryAt;
  }

  /** How long the provider has let this node wait for a turn; 0 if it does not wait. */
  long waitedNanos() {
    return asked == 0 ? 0 : world.simulation.nowNanos() - waitsSince;
  }

  /** Opens a stream. */
  void open() {
    opening = true;
    exchange(MESSAGES_TO_OPEN);
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
    introduce();
    request();
  }

  /** The provider names others that fetch from it, and fetches from this node itself. */
  private void introduce() {
    List<Integer> others = world.served().fetching(provider, download.item, download.node);
    while (others.size() > DownloadLimits.OTHERS_MAX) {
      others.remove(world.random.nextInt(others.size()));
    }
    download.connect(others.stream().map(world::peer).toList());
    SimulatedDownload there = world.downloadAt(provider, download.item);
    if (there != null) {
      there.connect(List.of(world.peer(download.node)));
    }
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

  /** Asks for as many turns as may wait. */
  void request() {
    int useful = Math.min(usefulPieces(), DownloadLimits.REQUESTS_MAX - pending);
    while (stream != null && asked < useful) {
      waitsSince = asked == 0 ? world.simulation.nowNanos() : waitsSince;
      asked++;
      BulkTransfers.Stream open = stream;
      world.afterDelay(download.node, provider, () -> askForTurn(open));
    }
  }

  private int usefulPieces() {
    return download.scheduler().useful(peer, download.isStalled());
  }

  private void askForTurn(BulkTransfers.Stream open) {
    if (stream == open) {
      world.served().turns(provider).ask(this);
    }
  }

  @Override
  public Object source() {
    return download.node;
  }

  @Override
  public void onTurn(UploadTurns.Turn turn) {
    BulkTransfers.Stream open = stream;
    turns.add(turn);
    int suggested = world.suggested(provider, download.item);
    world.after(world.turnNanos, turn::end);
    world.afterDelay(provider, download.node, () -> use(open, turn, suggested));
  }

  /** Chooses a piece, now that one can be sent. */
  private void use(BulkTransfers.@Nullable Stream open, UploadTurns.Turn turn, int suggested) {
    if (stream != open || open == null) {
      return;
    }
    asked--;
    waitsSince = world.simulation.nowNanos();
    int piece = download.scheduler().next(peer, suggested, download.isStalled());
    pending += piece < 0 ? 0 : 1;
    world.afterDelay(download.node, provider, () -> send(open, piece, turn));
  }

  private void send(BulkTransfers.Stream open, int piece, UploadTurns.Turn turn) {
    if (stream != open || piece < 0) {
      turn.end();
      turns.remove(turn);
      return;
    }
    open.send(
        world.pieceBytes(piece),
        () -> {
          turn.end();
          turns.remove(turn);
          world.afterDelay(provider, download.node, () -> received(open, piece));
        });
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

  /** Ends the stream for the present. */
  void leave() {
    close();
    pause();
  }

  /** Ends the stream. */
  void close() {
    BulkTransfers.Stream open = stream;
    if (open != null) {
      stream = null;
      pending = 0;
      asked = 0;
      open.close();
      world.served().turns(provider).forget(this);
      turns.forEach(UploadTurns.Turn::end);
      turns.clear();
      world.served().remove(this);
      download.scheduler().lost(peer);
    }
  }
}
