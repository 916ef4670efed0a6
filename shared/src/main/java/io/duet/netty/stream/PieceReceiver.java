package io.duet.netty.stream;

import io.duet.content.Manifest;
import io.duet.transfer.PieceSink;
import io.duet.transfer.TransferMessage;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.security.MessageDigest;

/**
 * Collects one piece and hashes it at the same time, so that its sink sees only verified bytes.
 * Array and digest belong to the stream, on which one piece arrives at a time.
 */
final class PieceReceiver implements DownloadConnection.Receiver {
  private final Manifest manifest;
  private final int piece;
  private final PieceSink sink;
  private final byte[] bytes;
  private final MessageDigest digest;
  private int received;

  /** A receiver that collects into an array of {@link Manifest#PIECE_BYTES}. */
  PieceReceiver(Manifest manifest, int piece, PieceSink sink, byte[] bytes, MessageDigest digest) {
    this.manifest = manifest;
    this.piece = piece;
    this.sink = sink;
    this.bytes = bytes;
    this.digest = digest;
  }

  @Override
  public boolean onLength(int length) {
    digest.reset();
    return length == manifest.pieceBytes(piece);
  }

  @Override
  public void onBytes(ByteBuf arrived, boolean last) {
    int count = arrived.readableBytes();
    arrived.readBytes(bytes, received, count);
    digest.update(bytes, received, count);
    received += count;
    if (last) {
      end(digest.digest());
    }
  }

  private void end(byte[] hash) {
    if (manifest.matches(piece, hash)) {
      sink.received(piece, ByteBuffer.wrap(bytes, 0, received), hash);
    } else {
      sink.corrupt(piece);
    }
  }

  @Override
  public void onReply(TransferMessage reply) {
    sink.refused(piece);
  }

  @Override
  public void onFailure() {
    sink.refused(piece);
  }
}
