package io.duet.experiments.fetch;

import io.duet.content.Manifest;
import io.duet.download.OfferedContents;
import io.duet.node.Key;
import io.duet.node.Peer;
import io.duet.overlay.ContentName;
import io.duet.transfer.ContentSource;
import io.duet.transfer.TransferMessage;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** What a node of a race on sockets offers: complete items, and the pieces of its downloads. */
record RaceContents(SocketFetches fetches, int node, OfferedContents partial, AtomicInteger next)
    implements ContentSource {

  @Override
  public List<TransferMessage.Offer> named(ContentName name) {
    return List.of(); // nodes of a race ask by id
  }

  private @Nullable Manifest whole(Key id) {
    int item = fetches.files().itemOf(id);
    return item >= 0 && fetches.isComplete(node, item) ? fetches.files().of(item).manifest() : null;
  }

  @Override
  public @Nullable Manifest manifest(Key id) {
    Manifest whole = whole(id);
    return whole == null ? partial.manifest(id) : whole;
  }

  @Override
  public @Nullable BitSet held(Key id) {
    Manifest whole = whole(id);
    if (whole == null) {
      return partial.held(id);
    }
    BitSet all = new BitSet();
    all.set(0, whole.pieces());
    return all;
  }

  @Override
  public @Nullable Region piece(Key id, int piece) {
    Manifest whole = whole(id);
    if (whole == null) {
      return partial.piece(id, piece);
    }
    Path file = fetches.fileAt(node, fetches.files().itemOf(id));
    return piece >= whole.pieces()
        ? null
        : new Region(file, whole.start(piece), whole.pieceBytes(piece));
  }

  @Override
  public int suggested(Key id) {
    Manifest whole = whole(id);
    return whole == null ? TransferMessage.ANY_PIECE : next.getAndIncrement() % whole.pieces();
  }

  @Override
  public void watchedBy(Key id, Peer peer) {
    partial.watchedBy(id, peer);
  }

  @Override
  public Runnable watch(Key id, IntConsumer onGained) {
    return partial.watch(id, onGained);
  }
}
