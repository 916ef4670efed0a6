package io.duet.netty;

import io.duet.wire.MessageRegistry;
import io.netty.channel.EventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A few threads shared by many hosts, each of which stays on one thread; with epoll if available.
 * All hosts on the same loops use the same message registry.
 */
public final class EventLoops implements AutoCloseable {

  /** The mechanism that waits for sockets. */
  public enum Transport {
    /** Linux's epoll. */
    EPOLL,
    /** Available on every Java platform. */
    NIO;

    /** The best transport of this machine. */
    public static Transport best() {
      return Epoll.isAvailable() ? EPOLL : NIO;
    }

    Class<? extends ServerSocketChannel> serverChannel() {
      return this == EPOLL ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
    }

    /** The class of its sockets. */
    public Class<? extends SocketChannel> channel() {
      return this == EPOLL ? EpollSocketChannel.class : NioSocketChannel.class;
    }

    /** What its threads wait with. */
    public IoHandlerFactory newHandler() {
      return this == EPOLL ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    }
  }

  private static final long CLOSE_MS_MAX = 5_000;

  final Transport transport;
  private final MessageRegistry registry;
  private final MultiThreadIoEventLoopGroup group;
  private final List<EventLoopContext> loops = new ArrayList<>();
  private final AtomicInteger next = new AtomicInteger();

  /** Starts this number of threads, at least 1, for nodes that use these messages. */
  public EventLoops(int threads, MessageRegistry registry) {
    this(threads, registry, Transport.best());
  }

  /** Starts threads with a transport of the caller's choice. */
  public EventLoops(int threads, MessageRegistry registry, Transport transport) {
    this.transport = transport;
    this.registry = registry;
    this.group =
        new MultiThreadIoEventLoopGroup(
            threads, new DefaultThreadFactory("duet-loop", true), transport.newHandler());
    for (int i = 0; i < threads; i++) {
      loops.add(new EventLoopContext((EventLoop) group.next(), registry));
    }
  }

  /** The messages of hosts on these loops. */
  public MessageRegistry registry() {
    return registry;
  }

  /** The next loop, in turn. */
  EventLoopContext next() {
    return loops.get(Math.floorMod(next.getAndIncrement(), loops.size()));
  }

  /** Ends the threads, with every host that still runs on them; waits at most 5 s. */
  @Override
  public void close() {
    group.shutdownGracefully(0, CLOSE_MS_MAX, TimeUnit.MILLISECONDS);
    group.terminationFuture().awaitUninterruptibly(CLOSE_MS_MAX);
  }
}
