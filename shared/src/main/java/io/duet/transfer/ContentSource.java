package io.duet.transfer;

import io.duet.content.Manifest;
import io.duet.node.Key;
import io.duet.node.Peer;
import io.duet.overlay.ContentName;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The contents that a node offers, complete ones and those that it is still fetching. Methods may
 * read disks, and are called by several threads.
 */
public interface ContentSource {

  /**
   * The bytes of a piece on disk.
   *
   * @param offset the first byte within the file
   */
  record Region(Path file, long offset, int bytes) {}

  /** The contents under a name, at most {@link TransferMessage#CONTENTS_MAX}. */
  List<TransferMessage.Offer> named(ContentName name);

  /** The manifest of a content; null if it is not offered. */
  @Nullable Manifest manifest(Key id);

  /** The held pieces of a content; null if it is not offered. */
  @Nullable BitSet held(Key id);

  /** Where a piece is; null if it is not held. */
  @Nullable Region piece(Key id, int piece);

  /**
   * A piece that this node would like to send next, because it has not sent it, or not for long;
   * {@link TransferMessage#ANY_PIECE} if it has no wish.
   */
  default int suggested(Key id) {
    return TransferMessage.ANY_PIECE;
  }

  /** A peer fetches a content from this node, so it may have pieces that this node lacks. */
  default void watchedBy(Key id, Peer peer) {}

  /**
   * Calls a listener for each piece of a content that this node gains from now on.
   *
   * @return ends the calls
   */
  Runnable watch(Key id, IntConsumer onGained);
}
