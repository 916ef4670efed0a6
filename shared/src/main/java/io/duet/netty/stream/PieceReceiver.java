package io.duet.netty.stream;

import io.duet.content.Manifest;
import io.duet.transfer.PieceSink;
import io.duet.transfer.TransferMessage;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Passes the bytes of one piece on while they arrive, and hashes them at the same time. The bytes
 * go through a small array, because the JIT's SHA-256 reads arrays.
 */
final class PieceReceiver implements DownloadConnection.Receiver {
  private static final int CHUNK_BYTES = 1 << 16;
  private static final ThreadLocal<byte[]> CHUNK =
      ThreadLocal.withInitial(() -> new byte[CHUNK_BYTES]);

  private final Manifest manifest;
  private final int piece;
  private final PieceSink sink;
  private final MessageDigest digest = sha256();
  private int received;

  PieceReceiver(Manifest manifest, int piece, PieceSink sink) {
    this.manifest = manifest;
    this.piece = piece;
    this.sink = sink;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  @Override
  public boolean onLength(int bytes) {
    return bytes == manifest.pieceBytes(piece);
  }

  @Override
  public void onBytes(ByteBuf bytes, boolean last) {
    byte[] chunk = CHUNK.get();
    try {
      sink.write(piece, received, bytes.nioBuffer());
      received += bytes.readableBytes();
      while (bytes.isReadable()) {
        int count = Math.min(chunk.length, bytes.readableBytes());
        bytes.readBytes(chunk, 0, count);
        digest.update(chunk, 0, count);
      }
      if (last) {
        sink.ended(piece, manifest.matches(piece, digest.digest()));
      }
    } catch (IOException e) {
      sink.unwritable(e);
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
