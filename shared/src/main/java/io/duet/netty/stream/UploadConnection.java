package io.duet.netty.stream;

import io.duet.content.Manifest;
import io.duet.node.Key;
import io.duet.node.Peer;
import io.duet.transfer.ContentSource;
import io.duet.transfer.DownloadLimits;
import io.duet.transfer.TransferMessage;
import io.duet.transfer.TransferMessage.BytesFollow;
import io.duet.transfer.TransferMessage.GetManifest;
import io.duet.transfer.TransferMessage.GetPiece;
import io.duet.transfer.TransferMessage.Notice;
import io.duet.transfer.TransferMessage.OthersWatch;
import io.duet.transfer.TransferMessage.PassTurn;
import io.duet.transfer.TransferMessage.PieceGained;
import io.duet.transfer.TransferMessage.PiecesHeld;
import io.duet.transfer.TransferMessage.Question;
import io.duet.transfer.TransferMessage.Reason;
import io.duet.transfer.TransferMessage.Refused;
import io.duet.transfer.TransferMessage.Turn;
import io.duet.transfer.TransferMessage.WantTurn;
import io.duet.transfer.TransferMessage.WatchPieces;
import io.duet.transfer.UploadTurns;
import io.duet.wire.MessageRegistry;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.epoll.EpollChannelOption;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Serves one peer's requests for manifests and pieces, and its questions, one after another. The
 * bytes of a piece go from the file to the socket without passing through this process, and only as
 * fast as the peer reads and the node's upload rate permits.
 *
 * <p>Invariants: nothing is written between a BytesFollow and its bytes; while the peer does not
 * read, nothing more than one reply waits for it.
 */
final class UploadConnection extends StreamHandler {
  private static final int WAITING_MAX = 64;
  private static final int WATCHED_MAX = 64;
  private static final int NOTICES_MAX = 4_096;
  private static final int REQUEST_BYTES_MAX = 1 << 14;

  /**
   * Bytes that wait in the socket, while the rate is limited; else a peer that reads nothing would
   * cost as much of the rate as a large send buffer holds.
   */
  private static final long UNSENT_BYTES_MAX = 1 << 17;

  private final ContentSource source;
  private final QuestionHandlers handlers;
  private final Peer peer;
  private final PieceSender sender;
  private final Sharing sharing;
  private final UploadTally tally;
  private final Queue<TransferMessage> waiting = new ArrayDeque<>(); // requests
  private final Queue<TransferMessage> notices = new ArrayDeque<>();
  private final Map<Key, Runnable> watches = new HashMap<>();
  private boolean busy;
  private volatile long servedNanos = System.nanoTime();
  private @Nullable StreamTurns turns;

  /**
   * What the streams of a node share.
   *
   * @param rate how fast they may send
   * @param turns in which pieces are sent
   * @param watchers the peers that watch contents
   */
  record Sharing(UploadRate rate, UploadTurns turns, Watchers watchers) {
    Sharing(UploadRate rate) {
      this(rate, new UploadTurns(DownloadLimits.turns(rate.bytesPerSecond())), new Watchers());
    }
  }

  UploadConnection(
      MessageRegistry messages,
      ContentSource source,
      Sharing sharing,
      QuestionHandlers handlers,
      Peer peer,
      UploadListener listener) {
    super(messages, REQUEST_BYTES_MAX);
    this.source = source;
    this.sharing = sharing;
    this.handlers = handlers;
    this.peer = peer;
    this.sender = new PieceSender(sharing.rate);
    this.tally = new UploadTally(peer, listener);
  }

  /** The nanoseconds since the peer last had something served; any thread may ask. */
  long idleNanos() {
    return System.nanoTime() - Math.max(servedNanos, sender.progressNanos());
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    if (sharing.rate.isLimited()) {
      // only Linux has this option; without it the channel ignores it
      context.channel().config().setOption(EpollChannelOption.TCP_NOTSENT_LOWAT, UNSENT_BYTES_MAX);
    }
    turns =
        new StreamTurns(
            sharing.turns,
            peer,
            DownloadLimits.turnNanos(sharing.rate.bytesPerSecond()),
            context.channel().eventLoop(),
            id -> notify(context, new Turn(id, source.suggested(id))),
            sender::hasMoved);
  }

  private StreamTurns turns() {
    return Objects.requireNonNull(turns, "added to no channel");
  }

  @Override
  void onMessage(ChannelHandlerContext context, TransferMessage message) {
    if (!(message instanceof TransferMessage.Request) || waiting.size() >= WAITING_MAX) {
      context.close();
      return;
    }
    if (message instanceof WantTurn want) {
      if (!turns().want(want.id())) {
        context.close();
      }
    } else if (message instanceof PassTurn) {
      turns().pass();
    } else {
      waiting.add(message);
      serve(context);
    }
  }

  @Override
  void onBytes(ChannelHandlerContext context, ByteBuf bytes, int leftAfterwards) {
    context.close(); // a peer that fetches sends none
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    serve(context);
  }

  /** Serves waiting messages until one of them takes time, or the peer has to read first. */
  private void serve(ChannelHandlerContext context) {
    while (!busy && context.channel().isWritable() && context.channel().isActive()) {
      TransferMessage next = notices.isEmpty() ? waiting.poll() : notices.poll();
      if (next == null) {
        break;
      }
      servedNanos = System.nanoTime();
      serve(context, next);
    }
    context.flush();
  }

  private void serve(ChannelHandlerContext context, TransferMessage message) {
    if (message instanceof GetPiece get) {
      piece(context, get);
    } else if (message instanceof Question question) {
      answer(context, question);
    } else if (message instanceof GetManifest get) {
      manifest(context, source.manifest(get.id()));
    } else if (message instanceof WatchPieces watch) {
      watch(context, watch.id());
    } else {
      write(context, message); // a notice
    }
  }

  private void answer(ChannelHandlerContext context, Question question) {
    busy = true;
    handlers
        .answer(peer, question)
        .whenCompleteAsync(
            (answer, problem) -> {
              write(context, answer == null ? new Refused(Reason.BUSY) : answer);
              goOn(context);
            },
            context.executor());
  }

  private void goOn(ChannelHandlerContext context) {
    busy = false;
    serve(context);
  }

  private void manifest(ChannelHandlerContext context, @Nullable Manifest manifest) {
    if (manifest == null) {
      write(context, new Refused(Reason.UNKNOWN_CONTENT));
    } else {
      byte[] bytes = manifest.toBytes();
      write(context, new BytesFollow(bytes.length));
      context.write(Unpooled.wrappedBuffer(bytes));
    }
  }

  private void watch(ChannelHandlerContext context, Key id) {
    if (watches.size() >= WATCHED_MAX) {
      write(context, new Refused(Reason.BUSY));
      return;
    }
    watches.computeIfAbsent(id, added -> watched(context, added)); // misses no piece
    BitSet held = source.held(id);
    Manifest manifest = held == null ? null : source.manifest(id);
    if (held == null || manifest == null) {
      watches.remove(id).run();
      write(context, new Refused(Reason.UNKNOWN_CONTENT));
      return;
    }
    boolean all = held.cardinality() == manifest.pieces();
    write(context, new PiecesHeld(all, all ? List.of() : words(held)));
    introduce(context, id);
  }

  /** Makes a watch; the result ends it. */
  private Runnable watched(ChannelHandlerContext context, Key id) {
    Runnable gains =
        source.watch(
            id,
            piece -> context.executor().execute(() -> notify(context, new PieceGained(id, piece))));
    Runnable present = sharing.watchers.add(id, peer);
    return () -> {
      gains.run();
      present.run();
    };
  }

  /** Names others of the crowd to the peer, and the peer to this node's own download. */
  private void introduce(ChannelHandlerContext context, Key id) {
    List<Peer> others = sharing.watchers.others(id, peer);
    if (!others.isEmpty()) {
      write(context, new OthersWatch(id, others));
    }
    source.watchedBy(id, peer);
  }

  private static List<Long> words(BitSet pieces) {
    return Arrays.stream(pieces.toLongArray()).boxed().toList();
  }

  private void notify(ChannelHandlerContext context, Notice notice) {
    notices.add(notice);
    if (notices.size() > NOTICES_MAX) {
      context.close(); // the peer has not read for a long time
    }
    serve(context);
  }

  /** Sends a piece, in a turn of the peer or as soon as it has one. */
  private void piece(ChannelHandlerContext context, GetPiece get) {
    busy = true;
    turns().use(() -> sendPiece(context, get));
  }

  private void sendPiece(ChannelHandlerContext context, GetPiece get) {
    ContentSource.Region region = source.piece(get.id(), get.piece());
    if (region == null || !sender.open(region)) {
      write(context, new Refused(Reason.MISSING_PIECE));
      pieceEnded(context);
    } else {
      write(context, new BytesFollow(region.bytes()));
      tally.begun(get.id());
      sender.send(
          context, region.offset(), region.bytes(), () -> sent(context, get.id(), region.bytes()));
    }
  }

  private void sent(ChannelHandlerContext context, Key id, int bytes) {
    tally.sent(id, bytes);
    pieceEnded(context);
  }

  private void pieceEnded(ChannelHandlerContext context) {
    turns().end();
    goOn(context);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    sender.close();
    turns().close();
    tally.end();
    watches.values().forEach(Runnable::run);
    watches.clear();
  }
}
