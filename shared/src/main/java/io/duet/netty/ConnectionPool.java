package io.duet.netty;

import io.duet.node.Peer;
import io.duet.node.PeerAddress;
import io.duet.wire.Hello;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.epoll.EpollChannelOption;
import java.net.InetSocketAddress;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one host, at most one per peer for sending. A connection that a peer opened is
 * also used to send to it; if both open one at once, each sends on its own. Idle connections are
 * closed, and so is the least recently used one if there are too many.
 */
final class ConnectionPool {
  private static final int REFUSED_BY_MAX = 256;

  private final NettyHost host;
  private final HostSettings settings;
  private final EventLoops loops;
  private final Bootstrap dialer;
  private final Map<Peer, Connection> byPeer = new HashMap<>();
  private final Set<Connection> all = Collections.synchronizedSet(new LinkedHashSet<>());
  private final Map<Peer, String> refusedBy = new HashMap<>();
  private int dialedCount;
  private boolean ended;
  private @Nullable Runnable whenEmpty;

  ConnectionPool(NettyHost host, EventLoops loops) {
    this.host = host;
    this.settings = host.settings;
    this.loops = loops;
    this.dialer =
        new Bootstrap()
            .group(host.wire.loop)
            .channel(loops.transport.channel())
            .option(ChannelOption.TCP_NODELAY, true)
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, HostSettings.CONNECT_MS_MAX)
            .option(ChannelOption.RECVBUF_ALLOCATOR, EventLoopContext.READ_BUFFERS);
    if (loops.transport == EventLoops.Transport.EPOLL) {
      dialer.option(EpollChannelOption.IP_BIND_ADDRESS_NO_PORT, true);
    }
  }

  /** Starts to listen and to accept peers. */
  ChannelFuture bind() {
    return new ServerBootstrap()
        .group(host.wire.loop, host.wire.loop)
        .channel(loops.transport.serverChannel())
        .option(ChannelOption.SO_BACKLOG, 1024)
        .option(ChannelOption.SO_REUSEADDR, true)
        .childOption(ChannelOption.TCP_NODELAY, true)
        .childOption(ChannelOption.RECVBUF_ALLOCATOR, EventLoopContext.READ_BUFFERS)
        .childHandler(
            new ChannelInitializer<>() {
              @Override
              protected void initChannel(Channel channel) {
                accept(channel);
              }
            })
        .bind(PeerAddresses.toSocket(settings.bind));
  }

  Hello hello() {
    return new Hello(settings.network, loops.registry().fingerprint(), host.self().address());
  }

  /** The number of connections; callable from any thread. */
  int count() {
    return all.size();
  }

  private void accept(Channel channel) {
    if (ended || all.size() - dialedCount >= settings.connectionsMax) {
      host.dropped("too many connections");
      channel.close();
    } else if (channel.remoteAddress() instanceof InetSocketAddress remote) {
      add(new Connection(host, this, channel, Peer.at(PeerAddresses.of(remote)), false), channel);
    }
  }

  private void add(Connection connection, Channel channel) {
    all.add(connection);
    dialedCount += connection.dialed ? 1 : 0;
    channel.pipeline().addLast(connection);
  }

  /** The connection for sending, opened now if there is none; null if none can be opened. */
  @Nullable Connection to(Peer peer) {
    Connection connection = byPeer.get(peer);
    return connection != null ? connection : dial(peer);
  }

  private @Nullable Connection dial(Peer peer) {
    makeRoom();
    ChannelFuture registered =
        dialer.clone().handler(new ChannelInboundHandlerAdapter()).register();
    if (ended || registered.cause() != null) {
      host.unreachable(peer);
      return null;
    }
    Channel channel = registered.channel();
    Connection connection = new Connection(host, this, channel, peer, true);
    byPeer.put(peer, connection);
    add(connection, channel);
    PeerAddress bind = settings.bind; // peers accept only an announced address that matches it
    PeerAddress source = new PeerAddress(bind.high(), bind.low(), 0);
    channel
        .connect(PeerAddresses.toSocket(peer.address()), PeerAddresses.toSocket(source))
        .addListener(
            made -> {
              if (!made.isSuccess()) {
                connection.closed();
              }
            });
    return connection;
  }

  /** Closes the least recently used connection, and aborts the one that is still closing. */
  private void makeRoom() {
    if (dialedCount < settings.connectionsMax) {
      return;
    }
    Connection victim =
        all.stream()
            .filter(connection -> connection.dialed)
            .min(
                Comparator.comparing((Connection c) -> !c.leaving)
                    .thenComparingLong(connection -> connection.lastUsedNanos))
            .orElseThrow();
    if (victim.leaving) {
      host.dropped("too many connections");
      victim.giveUp();
    } else {
      victim.leave();
    }
  }

  /** Handles the completed handshake of a peer. */
  void opened(Connection connection) {
    byPeer.putIfAbsent(connection.peer, connection);
  }

  /** Stops sending on this connection. */
  void forget(Connection connection) {
    byPeer.remove(connection.peer, connection);
  }

  /** Handles the end of a connection; if it was in use, its peer counts as unreachable. */
  void closed(Connection connection) {
    if (all.remove(connection)) {
      dialedCount -= connection.dialed ? 1 : 0;
      if (byPeer.remove(connection.peer, connection)) {
        host.unreachable(connection.peer);
      }
      reportWhenEmpty();
    }
  }

  /** Whether a peer refuses this host for the first time, or for a new reason. */
  boolean isNewRefusal(Peer peer, String reason) {
    if (refusedBy.size() >= REFUSED_BY_MAX) {
      refusedBy.clear();
    }
    return !reason.equals(refusedBy.put(peer, reason));
  }

  /** Closes connections that were not used for the idle time, and checks again after half of it. */
  void sweep() {
    long idleNanos = settings.idle.toNanos();
    host.wire.readClock();
    List.copyOf(all).forEach(connection -> connection.endIfIdle(idleNanos));
    if (!ended) {
      host.wire.loop.schedule(this::sweep, idleNanos / 2 + 1, TimeUnit.NANOSECONDS);
    }
  }

  /** Closes every connection with a goodbye, and calls back once, when all are closed. */
  void leave(Runnable whenDone) {
    ended = true;
    whenEmpty = whenDone;
    List.copyOf(all).forEach(Connection::leave);
    reportWhenEmpty();
  }

  private void reportWhenEmpty() {
    Runnable action = whenEmpty;
    if (action != null && all.isEmpty()) {
      whenEmpty = null;
      action.run();
    }
  }

  /** Ends every connection abruptly. */
  void abort() {
    ended = true;
    byPeer.clear();
    List.copyOf(all).forEach(Connection::abort);
  }
}
