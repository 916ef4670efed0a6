package io.duet.netty.stream;

import io.duet.netty.EventLoops.Transport;
import io.duet.netty.PeerAddresses;
import io.duet.netty.StreamAcceptor;
import io.duet.node.Peer;
import io.duet.node.PeerAddress;
import io.duet.transfer.ContentSource;
import io.duet.transfer.TransferMessage.Answer;
import io.duet.transfer.TransferMessage.Contents;
import io.duet.transfer.TransferMessage.FindContents;
import io.duet.transfer.TransferMessage.Question;
import io.duet.wire.Handshake;
import io.duet.wire.Hello;
import io.duet.wire.MessageRegistry;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The streams of a node: those on which it serves peers, and those on which it fetches or asks.
 * They have their own threads.
 */
public final class Streams implements AutoCloseable {
  private static final int CONNECT_MS_MAX = 3_000;
  private static final int ASK_SECONDS_MAX = 5;
  private static final int CLOSE_MS_MAX = 2_000;

  private final String network;
  private final PeerAddress self;
  private final MessageRegistry messages;
  private final Transport transport = Transport.best();
  private final EventLoopGroup loops;
  private final QuestionHandlers handlers = new QuestionHandlers();
  private volatile UploadListener uploads = UploadListener.NONE;

  /**
   * Streams without connections.
   *
   * @param network the name of the overlay's network
   * @param self where this node listens, as its host announces it
   * @param messages those of {@link io.duet.transfer.TransferMessage}, and further questions and
   *     answers; the same for all nodes of the network
   * @param threads the number of threads, 1 or more
   */
  public Streams(String network, PeerAddress self, MessageRegistry messages, int threads) {
    this.network = network;
    this.self = self;
    this.messages = messages;
    this.loops =
        new MultiThreadIoEventLoopGroup(
            threads, new DefaultThreadFactory("duet-stream", true), transport.newHandler());
  }

  /** This node, as peers know it. */
  public Peer self() {
    return Peer.at(self);
  }

  /** A thread for one download, whose streams all live on it. */
  public ScheduledExecutorService nextLoop() {
    return loops.next();
  }

  /** Answers the questions of a class from now on. */
  public <Q extends Question> void answer(Class<Q> type, QuestionHandler<Q> handler) {
    handlers.add(type, handler);
  }

  /** Tells a listener about all uploads on streams that peers open later. */
  public void whenUploaded(UploadListener listener) {
    uploads = listener;
  }

  /**
   * Serves peers from now on.
   *
   * @param servedMax the largest number of peers that are served at the same time
   * @return takes over the streams that peers open
   */
  public StreamAcceptor serve(ContentSource source, UploadRate rate, int servedMax) {
    answer(
        FindContents.class,
        (peer, find) -> CompletableFuture.completedFuture(new Contents(source.named(find.name()))));
    UploadConnection.Sharing sharing = new UploadConnection.Sharing(rate);
    return new StreamServer(
        loops,
        messages,
        peer -> new UploadConnection(messages, source, sharing, handlers, peer, uploads),
        servedMax);
  }

  /**
   * Asks a peer a question, on a stream of its own.
   *
   * @return fails after {@value #ASK_SECONDS_MAX} s, or if the peer cannot be reached or refuses
   */
  public CompletableFuture<Answer> ask(Peer to, Question question) {
    CompletableFuture<Answer> answer = new CompletableFuture<>();
    EventLoop loop = loops.next();
    open(loop, to)
        .whenCompleteAsync(
            (stream, problem) -> {
              if (stream == null) {
                answer.completeExceptionally(problem);
                return;
              }
              answer.whenComplete((done, failed) -> loop.execute(stream::close));
              Runnable refused =
                  () -> answer.completeExceptionally(new IOException(to + " refuses"));
              stream.ask(question, answer::complete, refused);
            },
            loop);
    return answer.orTimeout(ASK_SECONDS_MAX, TimeUnit.SECONDS);
  }

  /**
   * Opens a stream to a provider on a loop of {@link #nextLoop}.
   *
   * @return fails if the provider cannot be reached, or refuses
   */
  public CompletableFuture<DownloadConnection> open(Executor loop, Peer provider) {
    CompletableFuture<DownloadConnection> opened = new CompletableFuture<>();
    DownloadConnection stream = new DownloadConnection(provider, messages);
    Hello hello = new Hello(network, messages.fingerprint(), self);
    Handshake handshake = new Handshake(hello, provider.address(), true);
    PeerAddress source = new PeerAddress(self.high(), self.low(), 0);
    channel((EventLoop) loop, new Greeting(handshake, stream, opened))
        .connect(PeerAddresses.toSocket(provider.address()), PeerAddresses.toSocket(source))
        .addListener(
            made -> {
              if (!made.isSuccess()) {
                opened.completeExceptionally(made.cause());
              }
            });
    return opened;
  }

  private Channel channel(EventLoop loop, Greeting greeting) {
    Channel channel =
        new Bootstrap()
            .group(loop)
            .channel(transport.channel())
            .option(ChannelOption.TCP_NODELAY, true)
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MS_MAX)
            .option(ChannelOption.RECVBUF_ALLOCATOR, StreamHandler.READS)
            .handler(new ChannelInboundHandlerAdapter())
            .register()
            .channel();
    channel.pipeline().addLast(StreamHandler.idleLimit(), greeting);
    return channel;
  }

  /** Ends all streams and threads. */
  @Override
  public void close() {
    loops.shutdownGracefully(0, CLOSE_MS_MAX, TimeUnit.MILLISECONDS);
    loops.terminationFuture().awaitUninterruptibly(CLOSE_MS_MAX);
  }
}
