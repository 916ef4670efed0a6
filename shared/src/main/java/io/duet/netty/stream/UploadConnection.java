package io.duet.netty.stream;

import io.duet.content.Manifest;
import io.duet.node.Key;
import io.duet.transfer.ContentSource;
import io.duet.transfer.TransferMessage;
import io.duet.transfer.TransferMessage.BytesFollow;
import io.duet.transfer.TransferMessage.Contents;
import io.duet.transfer.TransferMessage.FindContents;
import io.duet.transfer.TransferMessage.GetManifest;
import io.duet.transfer.TransferMessage.GetPiece;
import io.duet.transfer.TransferMessage.PieceGained;
import io.duet.transfer.TransferMessage.PiecesHeld;
import io.duet.transfer.TransferMessage.Reason;
import io.duet.transfer.TransferMessage.Refused;
import io.duet.transfer.TransferMessage.WatchPieces;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.DefaultFileRegion;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Serves one peer's requests for manifests and pieces, one after another. The bytes of a piece go
 * from the file to the socket without passing through this process, and only as fast as the peer
 * reads and the node's upload rate permits.
 *
 * <p>Invariant: nothing is written between a BytesFollow and its bytes.
 */
final class UploadConnection extends StreamHandler {
  private static final int WAITING_MAX = 64;
  private static final int WATCHED_MAX = 64;

  private final ContentSource source;
  private final UploadRate rate;
  private final Queue<TransferMessage> waiting = new ArrayDeque<>(); // requests
  private final Queue<TransferMessage> gains = new ArrayDeque<>();
  private final Map<Key, Runnable> watches = new HashMap<>();
  private boolean busy;

  UploadConnection(ContentSource source, UploadRate rate) {
    this.source = source;
    this.rate = rate;
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

  /** Serves waiting messages until one of them takes time. */
  private void serve(ChannelHandlerContext context) {
    while (!busy && !gains.isEmpty()) {
      write(context, gains.remove());
    }
    while (!busy && !waiting.isEmpty() && context.channel().isActive()) {
      serve(context, waiting.remove());
    }
    context.flush();
  }

  private void serve(ChannelHandlerContext context, TransferMessage message) {
    if (message instanceof GetPiece get) {
      piece(context, get);
    } else if (message instanceof FindContents find) {
      write(context, new Contents(source.named(find.name())));
    } else if (message instanceof GetManifest get) {
      manifest(context, source.manifest(get.id()));
    } else if (message instanceof WatchPieces watch) {
      watch(context, watch.id());
    }
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
    BitSet held = watches.size() < WATCHED_MAX ? source.held(id) : null;
    Manifest manifest = held == null ? null : source.manifest(id);
    if (held == null || manifest == null) {
      write(context, new Refused(Reason.UNKNOWN_CONTENT));
      return;
    }
    boolean all = held.cardinality() == manifest.pieces();
    List<Long> words = all ? List.of() : Arrays.stream(held.toLongArray()).boxed().toList();
    write(context, new PiecesHeld(all, words));
    if (!all && !watches.containsKey(id)) {
      watches.put(id, source.watch(id, piece -> gained(context, new PieceGained(id, piece))));
    }
  }

  private void gained(ChannelHandlerContext context, PieceGained gained) {
    context
        .executor()
        .execute(
            () -> {
              gains.add(gained);
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
      send(context, region);
    }
  }

  /** Sends a region in parts that the rate permits; the next message is served after the last. */
  private void send(ChannelHandlerContext context, ContentSource.Region region) {
    int bytes = Math.min(region.bytes(), rate.partBytes());
    long delayNanos = rate.reserve(bytes);
    if (delayNanos > 0) {
      context.flush();
      context
          .executor()
          .schedule(() -> send(context, region, bytes), delayNanos, TimeUnit.NANOSECONDS);
    } else {
      send(context, region, bytes);
    }
  }

  private void send(ChannelHandlerContext context, ContentSource.Region region, int bytes) {
    context
        .writeAndFlush(new DefaultFileRegion(region.file().toFile(), region.offset(), bytes))
        .addListener(
            sent -> {
              if (!sent.isSuccess()) {
                context.close(); // the file has become shorter, or the peer has gone
              } else if (bytes < region.bytes()) {
                send(
                    context,
                    new ContentSource.Region(
                        region.file(), region.offset() + bytes, region.bytes() - bytes));
              } else {
                busy = false;
                serve(context);
              }
            });
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    watches.values().forEach(Runnable::run);
    watches.clear();
  }
}
