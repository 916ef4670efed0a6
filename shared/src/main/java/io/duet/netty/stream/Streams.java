package io.duet.netty.stream;

import io.duet.netty.EventLoops.Transport;
import io.duet.netty.PeerAddresses;
import io.duet.netty.StreamAcceptor;
import io.duet.node.Peer;
import io.duet.node.PeerAddress;
import io.duet.transfer.ContentSource;
import io.duet.wire.Handshake;
import io.duet.wire.Hello;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The streams of a node: those on which it serves peers, and those on which it fetches. They have
 * their own threads.
 */
public final class Streams implements AutoCloseable {
  private static final int CONNECT_MS_MAX = 3_000;
  private static final int CLOSE_MS_MAX = 2_000;

  private final String network;
  private final PeerAddress self;
  private final Transport transport = Transport.best();
  private final EventLoopGroup loops;

  /**
   * Streams without connections.
   *
   * @param network the name of the overlay's network
   * @param self where this node listens, as its host announces it
   * @param threads the number of threads, 1 or more
   */
  public Streams(String network, PeerAddress self, int threads) {
    this.network = network;
    this.self = self;
    this.loops =
        new MultiThreadIoEventLoopGroup(
            threads, new DefaultThreadFactory("duet-stream", true), transport.newHandler());
  }

  /** A thread for one download, whose streams all live on it. */
  public ScheduledExecutorService nextLoop() {
    return loops.next();
  }

  /**
   * Serves peers from now on.
   *
   * @param servedMax the largest number of peers that are served at the same time
   * @return takes over the streams that peers open
   */
  public StreamAcceptor serve(ContentSource source, UploadRate rate, int servedMax) {
    return new StreamServer(loops, source, rate, servedMax);
  }

  /**
   * Opens a stream to a provider on a loop of {@link #nextLoop}.
   *
   * @return fails if the provider cannot be reached, or refuses
   */
  public CompletableFuture<DownloadConnection> open(Executor loop, Peer provider) {
    CompletableFuture<DownloadConnection> opened = new CompletableFuture<>();
    DownloadConnection stream = new DownloadConnection(provider);
    Hello hello = new Hello(network, StreamHandler.MESSAGES.fingerprint(), self);
    var greeting =
        new DownloadConnection.Greeting(
            new Handshake(hello, provider.address(), true),
            stream,
            problem -> {
              if (problem == null) {
                opened.complete(stream);
              } else {
                opened.completeExceptionally(problem);
              }
            });
    PeerAddress source = new PeerAddress(self.high(), self.low(), 0);
    new Bootstrap()
        .group((EventLoop) loop)
        .channel(transport.channel())
        .option(ChannelOption.TCP_NODELAY, true)
        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MS_MAX)
        .option(ChannelOption.RECVBUF_ALLOCATOR, StreamHandler.READS)
        .handler(new ChannelInboundHandlerAdapter())
        .register()
        .channel()
        .pipeline()
        .addLast(new IdleStateHandler(0, 0, StreamHandler.IDLE_SECONDS_MAX), greeting)
        .channel()
        .connect(PeerAddresses.toSocket(provider.address()), PeerAddresses.toSocket(source))
        .addListener(
            made -> {
              if (!made.isSuccess()) {
                opened.completeExceptionally(made.cause());
              }
            });
    return opened;
  }

  /** Ends all streams and threads. */
  @Override
  public void close() {
    loops.shutdownGracefully(0, CLOSE_MS_MAX, TimeUnit.MILLISECONDS);
    loops.terminationFuture().awaitUninterruptibly(CLOSE_MS_MAX);
  }
}
