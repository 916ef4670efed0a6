package io.duet.experiments.bench;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import java.net.InetAddress;
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
 * The upper bound for {@link RequestReplyBenchmark}: the bytes of its frames, sent back and forth
 * over the same kind of socket without being decoded. One read and one write carry all frames on
 * their way, and the buffer that was read is written again. So nothing is copied, encoded, searched
 * or called: only the cost of Netty and the system remains.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(value = 1, jvmArgsAppend = "-Xmx1g")
public class RawEchoBenchmark {
  private static final int REQUESTS = 50_000;
  private static final int RECEIVE_BYTES = 1 << 16;

  /** How many frames are on their way at once. */
  @Param({"1", "64", "1024"})
  private int outstanding;

  /** How many threads serve the two ends. */
  @Param({"1", "2"})
  private int threads;

  private final Asker asker = new Asker();
  private @Nullable MultiThreadIoEventLoopGroup group;
  private @Nullable Channel channel;

  /** Sends back what arrives, one buffer for each read. */
  private static class Echo extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      context.write(message, context.voidPromise());
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
      context.flush();
    }
  }

  /** Sends back what arrives too, until enough bytes have come. */
  private static final class Asker extends Echo {
    private CompletableFuture<Integer> done = new CompletableFuture<>();
    private int toSendBytes;
    private int toReceiveBytes;

    void ask(Channel channel, int outstanding, CompletableFuture<Integer> whenDone) {
      done = whenDone;
      int firstBytes = outstanding * Ping.FRAME_BYTES;
      toSendBytes = REQUESTS * Ping.FRAME_BYTES - firstBytes;
      toReceiveBytes = REQUESTS * Ping.FRAME_BYTES;
      channel.writeAndFlush(channel.alloc().directBuffer(firstBytes).writeZero(firstBytes));
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      ByteBuf arrived = (ByteBuf) message;
      toReceiveBytes -= arrived.readableBytes();
      arrived.writerIndex(Math.min(arrived.writerIndex(), arrived.readerIndex() + toSendBytes));
      toSendBytes -= arrived.readableBytes();
      super.channelRead(context, arrived);
      if (toReceiveBytes == 0) {
        done.complete(0);
      }
    }
  }

  /** Connects the two ends. */
  @Setup
  public void start() {
    group = new MultiThreadIoEventLoopGroup(threads, EpollIoHandler.newFactory());
    EventLoop echoLoop = (EventLoop) group.next();
    Channel server =
        new ServerBootstrap()
            .group(echoLoop, echoLoop)
            .channel(EpollServerSocketChannel.class)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(
                ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(RECEIVE_BYTES))
            .childHandler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel child) {
                    child.pipeline().addLast(new Echo());
                  }
                })
            .bind(InetAddress.getLoopbackAddress(), 0)
            .syncUninterruptibly()
            .channel();
    channel =
        new Bootstrap()
            .group(group.next())
            .channel(EpollSocketChannel.class)
            .option(ChannelOption.TCP_NODELAY, true)
            .option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(RECEIVE_BYTES))
            .handler(asker)
            .connect(server.localAddress())
            .syncUninterruptibly()
            .channel();
  }

  /** Closes both ends. */
  @TearDown
  public void stop() {
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
  }

  /** One frame there and back. */
  @Benchmark
  @OperationsPerInvocation(REQUESTS)
  public int echo() {
    CompletableFuture<Integer> done = new CompletableFuture<>();
    channel.eventLoop().execute(() -> asker.ask(channel, outstanding, done));
    return done.join();
  }
}
