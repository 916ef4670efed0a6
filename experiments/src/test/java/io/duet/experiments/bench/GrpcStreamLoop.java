package io.duet.experiments.bench;

import io.duet.content.Manifest;
import io.duet.content.Sha256;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Iterator;
import java.util.concurrent.TimeUnit;

/**
 * The second yardstick of {@link TransferBenchmark}: a server-streaming call of grpc-java, which
 * sends a file in messages while the client is ready, and hashes each piece where it arrives.
 */
final class GrpcStreamLoop implements AutoCloseable {
  private static final int FLOW_WINDOW = 4 << 20;

  private final FileChannel file;
  private final int messageBytes;
  private final MessageDigest digest = Sha256.digest();
  private final byte[] hashed = new byte[1 << 16];
  private final Server server;
  private final ManagedChannel channel;
  private final MethodDescriptor<byte[], Integer> receiving;
  private long inPiece;
  private int result;

  /** The message that the server sends: the bytes of one part of the file. */
  private final class Sent implements MethodDescriptor.Marshaller<byte[]> {
    @Override
    public InputStream stream(byte[] value) {
      return new ByteArrayInputStream(value);
    }

    @Override
    public byte[] parse(InputStream stream) {
      return new byte[0];
    }
  }

  /** The message as the client takes it: hashed without another copy. */
  private final class Hashed implements MethodDescriptor.Marshaller<Integer> {
    @Override
    public InputStream stream(Integer value) {
      return InputStream.nullInputStream();
    }

    @Override
    public Integer parse(InputStream stream) {
      try {
        return hash(stream);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  GrpcStreamLoop(Path path, int messageBytes) throws IOException {
    this.file = FileChannel.open(path);
    this.messageBytes = messageBytes;
    MethodDescriptor<byte[], byte[]> sending = method(new Sent());
    receiving = method(new Hashed());
    server =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .directExecutor()
            .addService(
                ServerServiceDefinition.builder("bench")
                    .addMethod(sending, ServerCalls.asyncServerStreamingCall(this::send))
                    .build())
            .build()
            .start();
    channel =
        NettyChannelBuilder.forAddress(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getPort()))
            .flowControlWindow(FLOW_WINDOW)
            .usePlaintext()
            .build();
  }

  private <T> MethodDescriptor<byte[], T> method(MethodDescriptor.Marshaller<T> answer) {
    return MethodDescriptor.<byte[], T>newBuilder(new Sent(), answer)
        .setType(MethodDescriptor.MethodType.SERVER_STREAMING)
        .setFullMethodName("bench/file")
        .build();
  }

  private void send(byte[] request, StreamObserver<byte[]> answer) {
    ServerCallStreamObserver<byte[]> call = (ServerCallStreamObserver<byte[]>) answer;
    long[] at = {0};
    call.setOnReadyHandler(
        () -> {
          try {
            sendWhileReady(call, at);
          } catch (IOException e) {
            call.onError(e);
          }
        });
  }

  private void sendWhileReady(ServerCallStreamObserver<byte[]> call, long[] at) throws IOException {
    long size = file.size();
    while (call.isReady() && at[0] < size) {
      byte[] part = new byte[(int) Math.min(messageBytes, size - at[0])];
      at[0] += file.read(ByteBuffer.wrap(part), at[0]);
      call.onNext(part);
      if (at[0] == size) {
        call.onCompleted();
      }
    }
  }

  /** Moves the whole file once; returns a byte of the hashes. */
  int fetch() {
    CallOptions options = CallOptions.DEFAULT.withDeadlineAfter(60, TimeUnit.SECONDS);
    Iterator<Integer> parts =
        ClientCalls.blockingServerStreamingCall(channel, receiving, options, new byte[0]);
    long bytes = 0;
    while (parts.hasNext()) {
      bytes += parts.next();
    }
    if (bytes != (long) TransferBenchmark.PIECES * Manifest.PIECE_BYTES) {
      throw new IllegalStateException(bytes + " bytes have arrived");
    }
    return result;
  }

  private int hash(InputStream part) throws IOException {
    int total = 0;
    while (true) {
      int room = (int) Math.min(hashed.length, Manifest.PIECE_BYTES - inPiece);
      int count = part.read(hashed, 0, room);
      if (count < 0) {
        return total;
      }
      digest.update(hashed, 0, count);
      total += count;
      inPiece += count;
      if (inPiece == Manifest.PIECE_BYTES) {
        result += digest.digest()[0];
        inPiece = 0;
      }
    }
  }

  @Override
  public void close() throws IOException {
    channel.shutdownNow();
    server.shutdownNow();
    file.close();
  }
}
