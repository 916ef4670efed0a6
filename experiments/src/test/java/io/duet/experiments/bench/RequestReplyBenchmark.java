package io.duet.experiments.bench;

import io.duet.netty.EventLoops;
import io.duet.netty.HostSettings;
import io.duet.netty.NettyHost;
import io.duet.node.Host;
import io.duet.node.Message;
import io.duet.node.Node;
import io.duet.node.Peer;
import io.duet.node.Timer;
import io.duet.rpc.PeerRequests;
import io.duet.rpc.ReplyHandler;
import io.duet.rpc.RetryPolicy;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
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
 * Typed requests per second between two nodes over one TCP connection on loopback. They have
 * numbers, deadlines, and checks of the peer and of the reply's type, as in every overlay.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(value = 1, jvmArgsAppend = "-Xmx1g")
public class RequestReplyBenchmark {
  private static final int REQUESTS = 50_000;
  private static final RetryPolicy POLICY = RetryPolicy.fixed(TimeUnit.SECONDS.toNanos(10));

  /** How many requests wait for their replies at once. */
  @Param({"1", "64", "1024"})
  private int outstanding;

  /** How many threads serve the two nodes. */
  @Param({"1", "2"})
  private int threads;

  private @Nullable EventLoops loops;
  private @Nullable NettyHost askingHost;
  private @Nullable Asker asker;

  /** A node that asks, or answers, as fast as it can. */
  private static final class Asker implements Node, ReplyHandler<Ping.Pong> {
    private final Host host;
    private final Peer peer;
    private final PeerRequests pending;
    private CompletableFuture<Long> done = new CompletableFuture<>();
    private int toSend;
    private int toReceive;
    private long sum;

    Asker(Host host, Peer peer) {
      this.host = host;
      this.peer = peer;
      this.pending = new PeerRequests(host);
    }

    void ask(int outstanding, CompletableFuture<Long> whenDone) {
      done = whenDone;
      toSend = REQUESTS;
      toReceive = REQUESTS;
      for (int i = 0; i < outstanding; i++) {
        askOnce();
      }
    }

    private void askOnce() {
      if (toSend > 0) {
        toSend--;
        long payload = toSend;
        pending.send(peer, id -> new Ping(id, payload), POLICY, this);
      }
    }

    @Override
    public void onReply(Ping.Pong reply) {
      sum += reply.payload();
      askOnce();
      if (--toReceive == 0) {
        done.complete(sum);
      }
    }

    @Override
    public void onFailure() {
      done.completeExceptionally(new IllegalStateException("a request failed"));
    }

    @Override
    public void onMessage(Peer from, Message message) {
      if (message instanceof Ping ping) {
        host.send(from, new Ping.Pong(ping.requestId(), ping.payload()));
      } else if (message instanceof Ping.Pong pong) {
        pending.onReply(from, pong);
      }
    }

    @Override
    public void onTimer(Timer timer) {
      pending.onTimer();
    }

    @Override
    public void onUnreachable(Peer unreachable) {
      pending.onUnreachable(unreachable);
    }
  }

  /** Starts two nodes. */
  @Setup
  public void start() {
    loops = new EventLoops(threads, Ping.registry());
    HostSettings settings = HostSettings.ofNetwork("bench");
    NettyHost answering = NettyHost.bind(loops, settings).join();
    askingHost = NettyHost.bind(loops, settings).join();
    answering.start(host -> new Asker(host, host.self())).join();
    asker = askingHost.start(host -> new Asker(host, answering.self())).join();
  }

  /** Ends both. */
  @TearDown
  public void stop() {
    loops.close();
  }

  /** One request and its reply. */
  @Benchmark
  @OperationsPerInvocation(REQUESTS)
  public long request() {
    CompletableFuture<Long> done = new CompletableFuture<>();
    askingHost.execute(() -> asker.ask(outstanding, done));
    return done.join();
  }
}
