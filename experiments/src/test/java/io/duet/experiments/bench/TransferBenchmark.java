package io.duet.experiments.bench;

import com.sun.management.OperatingSystemMXBean;
import io.duet.content.FileHasher;
import io.duet.content.Manifest;
import io.duet.netty.EventLoops;
import io.duet.netty.HostSettings;
import io.duet.netty.NettyHost;
import io.duet.netty.stream.DownloadConnection;
import io.duet.netty.stream.Streams;
import io.duet.netty.stream.UploadRate;
import io.duet.node.Key;
import io.duet.node.Node;
import io.duet.overlay.ContentName;
import io.duet.transfer.ContentSource;
import io.duet.transfer.PieceSink;
import io.duet.transfer.TransferMessage;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
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
 * The pieces of one content from one provider over loopback, each verified and then discarded; and
 * for reference a {@link SendfileLoop}, which verifies the same bytes without any protocol. One
 * operation is 1 MiB.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 3)
@Fork(value = 1, jvmArgsAppend = "-Xmx1g")
public class TransferBenchmark {
  static final int PIECES = 256;

  private static final int WINDOW = 4;

  /** What moves the bytes. */
  public enum Mover {
    /** A stream of Duet. */
    STREAM,
    /** A blocking loop of sendfile, and one of reads and SHA-256. */
    SENDFILE_LOOP,
    /** A server-streaming call of grpc-java with SHA-256, in messages of 64 KiB. */
    GRPC_64K,
    /** The same in messages of 1 MiB. */
    GRPC_1M
  }

  /** What moves the bytes. */
  @Param({"STREAM", "SENDFILE_LOOP", "GRPC_64K", "GRPC_1M"})
  private Mover mover;

  private @Nullable Path file;
  private @Nullable Manifest manifest;
  private @Nullable EventLoops loops;
  private @Nullable NettyHost provider;
  private @Nullable Streams serving;
  private @Nullable Streams fetching;
  private @Nullable DownloadConnection stream;
  private @Nullable ScheduledExecutorService thread;
  private @Nullable SendfileLoop loop;
  private @Nullable GrpcStreamLoop grpc;

  /** What the process has used, sender and receiver together; sums over all iterations. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.EVENTS)
  public static class Used {
    /** CPU time of both ends and of the JVM's own threads. */
    public double cpuSeconds;

    /** Moved bytes, in units of 10⁹. */
    public double gigabytes;

    private long startedNanos;

    /** Takes the CPU time at the begin of an iteration. */
    @Setup(Level.Iteration)
    public void begin() {
      startedNanos = nanos();
    }

    /** Takes the CPU time at its end. */
    @TearDown(Level.Iteration)
    public void end() {
      cpuSeconds = (nanos() - startedNanos) / 1e9;
    }

    private static long nanos() {
      return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
          .getProcessCpuTime();
    }
  }

  /** Writes the file, and connects both ends. */
  @Setup
  public void start() throws Exception {
    file = Files.createTempFile("duet-bench", ".bin");
    byte[] piece = new byte[Manifest.PIECE_BYTES];
    new Random(1).nextBytes(piece);
    try (var out = Files.newOutputStream(file)) {
      for (int i = 0; i < PIECES; i++) {
        piece[0] = (byte) i;
        out.write(piece);
      }
    }
    manifest = FileHasher.hash(file, read -> {}).manifest();
    switch (mover) {
      case STREAM -> connect();
      case SENDFILE_LOOP -> loop = new SendfileLoop(file);
      case GRPC_64K -> grpc = new GrpcStreamLoop(file, 1 << 16);
      case GRPC_1M -> grpc = new GrpcStreamLoop(file, 1 << 20);
    }
  }

  private void connect() throws Exception {
    loops = new EventLoops(1, Ping.registry());
    provider = NettyHost.bind(loops, HostSettings.ofNetwork("bench")).join();
    provider.create(host -> Node.answering(host, message -> null)).join();
    serving = new Streams("bench", provider.self().address(), TransferMessage.messages(), 1);
    fetching = new Streams("bench", provider.self().address(), TransferMessage.messages(), 1);
    provider.acceptStreams(serving.serve(new OneFile(manifest, file), UploadRate.unlimited(), 1));
    thread = fetching.nextLoop();
    stream = fetching.open(thread, provider.self()).get(5, TimeUnit.SECONDS);
  }

  /** Ends both ends, and deletes the file. */
  @TearDown
  public void stop() throws IOException {
    if (loop != null) {
      loop.close();
    } else if (grpc != null) {
      grpc.close();
    } else {
      fetching.close();
      serving.close();
      loops.close();
    }
    Files.delete(file);
  }

  /** Fetches the whole content. */
  @Benchmark
  @OperationsPerInvocation(PIECES)
  public int fetch(Used used) {
    used.gigabytes += PIECES * Manifest.PIECE_BYTES / 1e9;
    if (grpc != null) {
      return grpc.fetch();
    }
    return loop != null ? loop.fetch() : new Fetch().all();
  }

  /** Requests a piece whenever one arrives. */
  private final class Fetch implements PieceSink {
    private final CompletableFuture<Integer> done = new CompletableFuture<>();
    private int requested;
    private int received;

    int all() {
      thread.execute(
          () -> {
            for (int i = 0; i < WINDOW; i++) {
              request();
            }
          });
      return done.join();
    }

    private void request() {
      if (requested < PIECES) {
        stream.getPiece(manifest, requested++, this);
      }
    }

    @Override
    public void received(int piece, ByteBuffer bytes, byte[] hash) {
      request();
      if (++received == PIECES) {
        done.complete(received);
      }
    }

    @Override
    public void corrupt(int piece) {
      done.completeExceptionally(new IOException("piece " + piece + " is corrupt"));
    }

    @Override
    public void refused(int piece) {
      done.completeExceptionally(new IOException("piece " + piece + " is refused"));
    }
  }

  /** A provider of one whole file. */
  private record OneFile(Manifest content, Path path) implements ContentSource {
    @Override
    public List<TransferMessage.Offer> named(ContentName name) {
      return List.of();
    }

    @Override
    public Manifest manifest(Key id) {
      return content;
    }

    @Override
    public BitSet held(Key id) {
      BitSet all = new BitSet();
      all.set(0, content.pieces());
      return all;
    }

    @Override
    public Region piece(Key id, int piece) {
      return new Region(path, content.start(piece), content.pieceBytes(piece));
    }

    @Override
    public Runnable watch(Key id, IntConsumer onGained) {
      return () -> {};
    }
  }
}
