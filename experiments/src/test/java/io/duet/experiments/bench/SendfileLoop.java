package io.duet.experiments.bench;

import io.duet.content.Manifest;
import io.duet.content.Sha256;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * The yardstick of {@link TransferBenchmark}: one thread sends a file with sendfile, another reads
 * it into an array of one piece and hashes each piece. No requests, no frames, no event loop.
 */
final class SendfileLoop implements AutoCloseable {
  private final FileChannel file;
  private final SocketChannel sending;
  private final SocketChannel receiving;
  private final ByteBuffer piece = ByteBuffer.allocateDirect(1 << 18);
  private final byte[] bytes = new byte[1 << 18];
  private final MessageDigest digest = Sha256.digest();

  SendfileLoop(Path path) throws IOException {
    file = FileChannel.open(path);
    try (ServerSocketChannel server = ServerSocketChannel.open()) {
      server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      receiving = SocketChannel.open(server.getLocalAddress());
      sending = server.accept();
    }
  }

  /** Moves the whole file once; returns a byte of the hashes. */
  int fetch() {
    CompletableFuture<Void> sent = CompletableFuture.runAsync(this::send);
    int result = receive();
    sent.join();
    return result;
  }

  private void send() {
    try {
      for (long at = 0, size = file.size(); at < size; ) {
        at += file.transferTo(at, size - at, sending);
      }
    } catch (IOException e) {
      throw new CompletionException(e);
    }
  }

  private int receive() {
    try {
      int result = 0;
      for (long left = file.size(), inPiece = 0; left > 0; ) {
        piece.clear().limit((int) Math.min(piece.capacity(), Manifest.PIECE_BYTES - inPiece));
        int count = receiving.read(piece);
        piece.flip().get(bytes, 0, count);
        digest.update(bytes, 0, count);
        left -= count;
        inPiece += count;
        if (inPiece == Manifest.PIECE_BYTES) {
          result += digest.digest()[0];
          inPiece = 0;
        }
      }
      return result;
    } catch (IOException e) {
      throw new CompletionException(e);
    }
  }

  @Override
  public void close() throws IOException {
    sending.close();
    receiving.close();
    file.close();
  }
}
