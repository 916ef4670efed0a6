package io.duet.netty.stream;

import io.duet.content.Manifest;
import io.duet.node.Key;
import io.duet.node.Peer;
import io.duet.transfer.ContentSource;
import io.duet.transfer.TransferMessage;
import io.duet.transfer.TransferMessage.BytesFollow;
import io.duet.transfer.TransferMessage.GetManifest;
import io.duet.transfer.TransferMessage.GetPiece;
import io.duet.transfer.TransferMessage.PieceGained;
import io.duet.transfer.TransferMessage.PiecesHeld;
import io.duet.transfer.TransferMessage.Question;
import io.duet.transfer.TransferMessage.Reason;
import io.duet.transfer.TransferMessage.Refused;
import io.duet.transfer.TransferMessage.WatchPieces;
import io.duet.wire.MessageRegistry;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.function.IntConsumer;
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
  private static final int GAINS_MAX = 4_096;
  private static final int REQUEST_BYTES_MAX = 1 << 14;

  private final ContentSource source;
  private final QuestionHandlers handlers;
  private final Peer peer;
  private final PieceSender sender;
  private final UploadTally tally;
  private final Queue<TransferMessage> waiting = new ArrayDeque<>(); // requests
  private final Queue<TransferMessage> gains = new ArrayDeque<>();
  private final Map<Key, Runnable> watches = new HashMap<>();
  private boolean busy;
  private volatile long servedNanos = System.nanoTime();

  UploadConnection(
      MessageRegistry messages,
      ContentSource source,
      UploadRate rate,
      QuestionHandlers handlers,
      Peer peer,
      UploadListener listener) {
    super(messages, REQUEST_BYTES_MAX);
    this.source = source;
    this.handlers = handlers;
    this.peer = peer;
    this.sender = new PieceSender(rate);
    this.tally = new UploadTally(peer, listener);
  }

  /** The nanoseconds since the peer last had something served; any thread may ask. */
  long idleNanos() {
    return System.nanoTime() - Math.max(servedNanos, sender.progressNanos());
  }

  @Override
  void onMessage(ChannelHandlerContext context, TransferMessage message) {
    if (!(message instanceof TransferMessage.Request) || waiting.size() >= WAITING_MAX) {
      context.close();
      return;
    }
    waiting.add(message);
    serve(context);
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
      TransferMessage next = gains.isEmpty() ? waiting.poll() : gains.poll();
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
      write(context, message); // a gain
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
    IntConsumer onGained = piece -> gained(context, new PieceGained(id, piece));
    watches.computeIfAbsent(id, added -> source.watch(added, onGained)); // misses no piece
    BitSet held = source.held(id);
    Manifest manifest = held == null ? null : source.manifest(id);
    boolean all = held != null && manifest != null && held.cardinality() == manifest.pieces();
    if (manifest == null || all) {
      watches.remove(id).run();
    }
    write(
        context,
        held == null || manifest == null
            ? new Refused(Reason.UNKNOWN_CONTENT)
            : new PiecesHeld(all, all ? List.of() : words(held)));
  }

  private static List<Long> words(BitSet pieces) {
    return Arrays.stream(pieces.toLongArray()).boxed().toList();
  }

  private void gained(ChannelHandlerContext context, PieceGained gained) {
    context
        .executor()
        .execute(
            () -> {
              gains.add(gained);
              if (gains.size() > GAINS_MAX) {
                context.close(); // the peer has not read for a long time
              }
              serve(context);
            });
  }

  private void piece(ChannelHandlerContext context, GetPiece get) {
    ContentSource.Region region = source.piece(get.id(), get.piece());
    if (region == null) {
      write(context, new Refused(Reason.MISSING_PIECE));
    } else {
      busy = true;
      write(context, new BytesFollow(region.bytes()));
      tally.begun(get.id());
      sender.send(context, region, () -> sent(context, get.id(), region.bytes()));
    }
  }

  private void sent(ChannelHandlerContext context, Key id, int bytes) {
    tally.sent(id, bytes);
    goOn(context);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    sender.close();
    tally.end();
    watches.values().forEach(Runnable::run);
    watches.clear();
  }
}
