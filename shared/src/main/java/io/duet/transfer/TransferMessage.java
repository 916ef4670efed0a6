package io.duet.transfer;

import io.duet.content.Manifest;
import io.duet.node.Key;
import io.duet.node.Message;
import io.duet.node.Peer;
import io.duet.overlay.ContentName;
import io.duet.wire.MessageRegistry;
import io.duet.wire.Wire;
import java.util.List;

/**
 * The messages of a stream, on a connection of its own between the node that fetches and a
 * provider. Replies have the order of their requests, so they need no ids. {@link BytesFollow} is
 * followed by the bytes that it announces, outside of any frame.
 */
public sealed interface TransferMessage extends Message {
  /** The largest number of contents of one name in a reply. */
  int CONTENTS_MAX = 64;

  /** Stands for no piece in particular. */
  int ANY_PIECE = Manifest.PIECES_MAX;

  /** The largest number of bytes of an encoded manifest. */
  int MANIFEST_BYTES_MAX = Long.BYTES + 32 * Manifest.PIECES_MAX;

  /** A message of the node that opened the stream. */
  sealed interface Request extends TransferMessage {}

  /** A reply of the other node. */
  sealed interface Reply extends TransferMessage {}

  /** A message of the other node that may come between two replies. */
  sealed interface Notice extends TransferMessage {}

  /** A request that is answered by one {@link Answer}, of this package or of another one. */
  non-sealed interface Question extends Request {}

  /** The reply to a {@link Question}. */
  non-sealed interface Answer extends Reply {}

  /** Requests the contents that the provider offers under a name; answered by Contents. */
  @Wire(id = 160, name = "transfer.find-contents")
  record FindContents(ContentName name) implements Question {}

  /** The contents of the requested name. */
  @Wire(id = 161, name = "transfer.contents")
  record Contents(@Wire.Count(max = CONTENTS_MAX) List<Offer> offers) implements Answer {}

  /**
   * A content on offer.
   *
   * @param id the id of its manifest
   * @param bytes its size
   */
  record Offer(Key id, @Wire.AtLeast(0) long bytes) {}

  /** Requests the manifest of a content; answered by BytesFollow and the encoded manifest. */
  @Wire(id = 162, name = "transfer.get-manifest")
  record GetManifest(Key id) implements Request {}

  /**
   * Requests which pieces the provider holds; answered by PiecesHeld, and from then on each further
   * piece is announced by PieceGained.
   */
  @Wire(id = 163, name = "transfer.watch-pieces")
  record WatchPieces(Key id) implements Request {}

  /**
   * The pieces that the provider holds.
   *
   * @param all whether it holds all of them; then {@code words} is empty
   * @param words 64 pieces each, the first one in the lowest bit
   */
  @Wire(id = 164, name = "transfer.pieces-held")
  record PiecesHeld(
      boolean all, @Wire.Count(max = Manifest.PIECES_MAX / Long.SIZE) List<Long> words)
      implements Reply {}

  /** Announces that the provider now holds another piece of a watched content. */
  @Wire(id = 165, name = "transfer.piece-gained")
  record PieceGained(Key id, @Wire.VarInt(max = Manifest.PIECES_MAX - 1) int piece)
      implements Notice {}

  /**
   * Names peers that watch the same content here, and so may have pieces; each is to be asked
   * itself.
   */
  @Wire(id = 169, name = "transfer.others-watch")
  record OthersWatch(Key id, @Wire.Count(max = DownloadLimits.OTHERS_MAX) List<Peer> peers)
      implements Notice {}

  /** Asks for a turn, in which one piece is requested; granted by Turn when it can be sent. */
  @Wire(id = 184, name = "transfer.want-turn")
  record WantTurn(Key id) implements Request {}

  /**
   * Grants a turn: the next GetPiece or PassTurn uses it.
   *
   * @param piece one that the provider has not sent, or not for long; {@link #ANY_PIECE} if it has
   *     no wish
   */
  @Wire(id = 185, name = "transfer.turn")
  record Turn(Key id, @Wire.VarInt(max = ANY_PIECE) int piece) implements Notice {}

  /** Leaves a turn to others, because no piece is wanted from this provider now. */
  @Wire(id = 186, name = "transfer.pass-turn")
  record PassTurn(Key id) implements Request {}

  /**
   * Requests one piece, in a turn or as soon as there is one; answered by BytesFollow and its
   * bytes.
   */
  @Wire(id = 166, name = "transfer.get-piece")
  record GetPiece(Key id, @Wire.VarInt(max = Manifest.PIECES_MAX - 1) int piece)
      implements Request {}

  /** Announces the number of bytes that follow this frame. */
  @Wire(id = 167, name = "transfer.bytes-follow")
  record BytesFollow(@Wire.VarInt(max = MANIFEST_BYTES_MAX) int bytes) implements Reply {}

  /** Refuses a request. */
  @Wire(id = 168, name = "transfer.refused")
  record Refused(Reason reason) implements Reply {}

  /** The reason of a refusal. */
  enum Reason {
    /** The provider does not offer this content. */
    UNKNOWN_CONTENT,
    /** The provider does not hold this piece, or it can no longer be read. */
    MISSING_PIECE,
    /** The peer serves as many others as it may, or does not answer such questions; try later. */
    BUSY
  }

  /** The messages of streams that carry contents and nothing else. */
  static MessageRegistry messages() {
    return builder().build();
  }

  /** Starts the messages of streams; questions and answers of other packages can be added. */
  static MessageRegistry.Builder builder() {
    return MessageRegistry.builder()
        .addAll(TransferMessage.class)
        .add(FindContents.class)
        .add(Contents.class);
  }
}
