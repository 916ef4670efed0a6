package io.duet.experiments.bench;

import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The baseline for {@link RequestReplyBenchmark}: asynchronous unary calls of grpc-java over
 * loopback, 12 raw bytes each way, with a deadline. It runs with grpc's default, a hop to its
 * executor for every callback, and without that hop.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(value = 1, jvmArgsAppend = "-Xmx1g")
public class GrpcUnaryBenchmark {
  private static final int REQUESTS = 5_000;
  private static final byte[] PAYLOAD = new byte[12];

  private static final MethodDescriptor<byte[], byte[]> METHOD =
      MethodDescriptor.<byte[], byte[]>newBuilder(new Bytes(), new Bytes())
          .setType(MethodDescriptor.MethodType.UNARY)
          .setFullMethodName("bench/echo")
          .build();

  /** How many calls wait for their replies at once. */
  @Param({"1", "64", "1024"})
  private int outstanding;

  /** Whether callbacks run on grpc's own executor, which is grpc's default. */
  @Param({"true", "false"})
  private boolean executor;

  private @Nullable Server server;
  private @Nullable ManagedChannel channel;

  private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
    @Override
    public InputStream stream(byte[] value) {
      return new ByteArrayInputStream(value);
    }

    @Override
    public byte[] parse(InputStream stream) {
      try {
        return stream.readAllBytes();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Makes the next call when one ends. */
  private final class Caller implements StreamObserver<byte[]> {
    private final AtomicInteger toSend = new AtomicInteger(REQUESTS);
    private final AtomicInteger toReceive = new AtomicInteger(REQUESTS);
    private final CompletableFuture<Integer> done = new CompletableFuture<>();

    void call() {
      if (toSend.getAndDecrement() > 0) {
        CallOptions options = CallOptions.DEFAULT.withDeadlineAfter(10, TimeUnit.SECONDS);
        ClientCalls.asyncUnaryCall(channel.newCall(METHOD, options), PAYLOAD, this);
      }
    }

    @Override
    public void onNext(byte[] reply) {}

    @Override
    public void onError(Throwable error) {
      done.completeExceptionally(error);
    }

    @Override
    public void onCompleted() {
      call();
      if (toReceive.decrementAndGet() == 0) {
        done.complete(0);
      }
    }
  }

  /** Starts a server and connects to it. */
  @Setup
  public void start() throws IOException {
    NettyServerBuilder serverBuilder =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    server =
        (executor ? serverBuilder : serverBuilder.directExecutor())
            .addService(
                ServerServiceDefinition.builder("bench")
                    .addMethod(METHOD, ServerCalls.asyncUnaryCall(GrpcUnaryBenchmark::answer))
                    .build())
            .build()
            .start();
    NettyChannelBuilder channelBuilder =
        NettyChannelBuilder.forAddress(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getPort()));
    channel = (executor ? channelBuilder : channelBuilder.directExecutor()).usePlaintext().build();
  }

  private static void answer(byte[] request, StreamObserver<byte[]> reply) {
    reply.onNext(request);
    reply.onCompleted();
  }

  /** Ends both. */
  @TearDown
  public void stop() {
    channel.shutdownNow();
    server.shutdownNow();
  }

  /** One call. */
  @Benchmark
  @OperationsPerInvocation(REQUESTS)
  public int call() {
    Caller caller = new Caller();
    for (int i = 0; i < outstanding; i++) {
      caller.call();
    }
    return caller.done.join();
  }
}
