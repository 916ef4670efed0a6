package io.duet.download;

import io.duet.content.Manifest;
import io.duet.netty.stream.DownloadConnection;
import io.duet.netty.stream.Streams;
import io.duet.node.Key;
import io.duet.node.Peer;
import io.duet.transfer.DownloadLimits;
import io.duet.transfer.PieceScheduler;
import io.duet.transfer.PieceSink;
import io.duet.transfer.TransferMessage.Notice;
import io.duet.transfer.TransferMessage.OthersWatch;
import io.duet.transfer.TransferMessage.PieceGained;
import io.duet.transfer.TransferMessage.PiecesHeld;
import io.duet.transfer.TransferMessage.Turn;
import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A provider of a running download, and the stream to it while there is one. It is asked for turns,
 * and a piece is chosen only in a turn. After a failure it is tried again, after 1 s at first and
 * up to 30 s later.
 */
final class ProviderLink implements PieceSink {
  private static final long SILENT_NANOS_MAX = TimeUnit.SECONDS.toNanos(15);
  private static final long SLOW_NANOS_MIN = TimeUnit.SECONDS.toNanos(10);

  private final ActiveDownload download;
  private final Streams streams;
  private final Executor thread;
  private final Peer peer;
  private final Key id;
  private @Nullable DownloadConnection stream;
  private boolean opening;
  private boolean watching;
  private boolean answered; // the provider has said which pieces it holds
  private boolean closed;
  private boolean introduced; // it has named others
  private boolean failed; // at least once
  private boolean served; // at least one piece
  private int pending; // pieces
  private int asked; // turns
  private long askedAt; // when the last turn came, or one was asked for while none was
  private long waitNanos = DownloadLimits.RETRY_NANOS_MIN;
  private long retryAt = System.nanoTime();
  private long servedAt; // when a piece arrived, or was requested while none was under way
  private long heardAt; // when a byte arrived
  private long heardBytes;

  ProviderLink(ActiveDownload download, Streams streams, Executor thread, Peer peer) {
    this.download = download;
    this.streams = streams;
    this.thread = thread;
    this.peer = peer;
    this.id = download.request().id();
  }

  boolean isOpen() {
    return stream != null;
  }

  /** Whether there is no stream, and none is being opened. */
  boolean isIdle() {
    return stream == null && !opening;
  }

  /** Whether the provider has failed and sent nothing, so that others may take its place. */
  boolean isUseless() {
    return isIdle() && failed && !served;
  }

  /** Whether a stream should be opened: the pause since the last failure is over. */
  boolean isDue(long nowNanos) {
    PieceScheduler pieces = download.pieces();
    boolean excluded = pieces != null && pieces.isExcluded(peer);
    return isIdle() && !closed && !excluded && nowNanos - retryAt >= 0;
  }

  /** When the pause since the last failure is over. */
  long retryAt() {
    return retryAt;
  }

  /** Whether a piece is under way for more than 10 s. */
  boolean isSlow(long nowNanos) {
    return isOpen() && pending > 0 && waitedNanos(nowNanos) > SLOW_NANOS_MIN;
  }

  /** How long the provider has sent nothing and let this node wait for a turn; 0 if it sends. */
  long turnWaitNanos(long nowNanos) {
    return isOpen() && asked > 0 && pending == 0 ? nowNanos - askedAt : 0;
  }

  /** How long the present piece has been under way. */
  long waitedNanos(long nowNanos) {
    return nowNanos - servedAt;
  }

  void open() {
    opening = true;
    streams.open(thread, peer).whenCompleteAsync((opened, problem) -> onOpened(opened), thread);
  }

  private void onOpened(@Nullable DownloadConnection opened) {
    opening = false;
    if (opened == null) {
      pause();
    } else if (closed) {
      opened.close();
    } else {
      stream = opened;
      heardAt = System.nanoTime();
      heardBytes = 0;
      opened.listen(this::onNotice, () -> onClosed(opened));
      download.linksChanged();
      begin(opened);
    }
  }

  private void begin(DownloadConnection opened) {
    if (download.manifest() == null) {
      opened.getManifest(id, this::onManifest, this::giveUp);
    } else {
      watch();
    }
  }

  private void onManifest(Manifest manifest) {
    download.onManifest(manifest);
    watch();
  }

  /** Asks which pieces the provider holds, once the download can use them. */
  void watch() {
    DownloadConnection open = stream;
    if (open != null && !watching && download.pieces() != null) {
      watching = true;
      heardAt = System.nanoTime();
      open.watchPieces(id, this::onHeld, this::giveUp);
    }
  }

  private void onHeld(PiecesHeld held) {
    PieceScheduler pieces = download.pieces();
    Manifest manifest = download.manifest();
    answered = true;
    if (pieces != null && manifest != null) {
      BitSet set = BitSet.valueOf(held.words().stream().mapToLong(Long::longValue).toArray());
      if (held.all()) {
        set.set(0, manifest.pieces());
      }
      pieces.holds(peer, set);
      request();
    }
  }

  private void onNotice(Notice notice) {
    PieceScheduler pieces = download.pieces();
    if (notice instanceof Turn turn) {
      onTurn(turn);
    } else if (notice instanceof PieceGained gained && pieces != null && gained.id().equals(id)) {
      pieces.holds(peer, gained.piece());
      request();
    } else if (notice instanceof OthersWatch others && !introduced) {
      introduced = true; // more names would be no help, but an attack
      download.onOthers(others.peers());
    }
  }

  /** Chooses a piece, by what is known now. */
  private void onTurn(Turn turn) {
    PieceScheduler pieces = download.pieces();
    Manifest manifest = download.manifest();
    DownloadConnection open = stream;
    if (open == null || asked == 0) {
      return;
    }
    asked--;
    askedAt = System.nanoTime();
    int piece = pieces == null ? -1 : pieces.next(peer, turn.piece(), download.isStalled());
    if (piece < 0 || manifest == null) {
      open.passTurn(id);
      return;
    }
    servedAt = pending == 0 ? askedAt : servedAt;
    pending++;
    open.getPiece(manifest, piece, this);
  }

  /** Requests what can be requested; gives up a provider that does not say what it has. */
  void tick(long nowNanos) {
    DownloadConnection open = stream;
    if (open == null) {
      return;
    }
    if (open.bytesArrived() > heardBytes) {
      heardBytes = open.bytesArrived();
      heardAt = nowNanos;
    }
    boolean asked = watching || download.manifest() == null;
    if (asked && !answered && nowNanos - heardAt > SILENT_NANOS_MAX) {
      giveUp();
    } else {
      request();
    }
  }

  /** Asks for as many turns as could be used. */
  private void request() {
    PieceScheduler pieces = download.pieces();
    int room = DownloadLimits.REQUESTS_MAX - pending;
    if (stream == null || pieces == null || asked >= room) {
      return;
    }
    int useful = Math.min(room, pieces.useful(peer, download.isStalled()));
    while (asked < useful) {
      askedAt = asked == 0 ? System.nanoTime() : askedAt;
      asked++;
      stream.wantTurn(id);
    }
  }

  @Override
  public void received(int piece, ByteBuffer bytes, byte[] hash) {
    pending--;
    served = true;
    servedAt = System.nanoTime();
    waitNanos = DownloadLimits.RETRY_NANOS_MIN;
    download.onPiece(peer, piece, bytes, hash);
    request();
  }

  @Override
  public void corrupt(int piece) {
    pending--;
    PieceScheduler pieces = download.pieces();
    if (pieces != null) {
      pieces.corrupt(peer, piece);
      if (pieces.isExcluded(peer)) {
        giveUp();
      }
    }
    request();
  }

  @Override
  public void refused(int piece) {
    pending--;
    giveUp();
  }

  /** Ends the stream; the provider is tried again later. */
  void giveUp() {
    DownloadConnection open = stream;
    if (open != null) {
      onClosed(open);
      open.close();
    }
  }

  private void onClosed(DownloadConnection ended) {
    if (stream != ended) {
      return; // given up before
    }
    stream = null;
    watching = false;
    answered = false;
    introduced = false;
    asked = 0;
    PieceScheduler pieces = download.pieces();
    if (pieces != null) {
      pieces.lost(peer);
    }
    download.linksChanged();
    pause();
  }

  private void pause() {
    failed = true;
    retryAt = System.nanoTime() + waitNanos;
    waitNanos = Math.min(2 * waitNanos, DownloadLimits.RETRY_NANOS_MAX);
  }

  /** Ends the stream for good. */
  void close() {
    closed = true;
    giveUp();
  }
}
