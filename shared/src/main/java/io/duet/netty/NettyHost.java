package io.duet.netty;

import io.duet.node.Host;
import io.duet.node.Message;
import io.duet.node.Node;
import io.duet.node.NodeEvent;
import io.duet.node.Peer;
import io.duet.node.PeerAddress;
import io.duet.node.Timer;
import io.duet.node.Traffic;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Runs one node on real sockets.
 *
 * <p>The host, its listening socket and all its connections live on one event loop, so a message
 * never changes threads between socket and node, and calls of the node never overlap or nest. An
 * exception of the node is counted and logged, and ends only that call. The methods of {@link Host}
 * are for the node, on the loop; all others may be called from any thread.
 */
public final class NettyHost implements Host {
  /** The name under which {@link #refused} counts exceptions that the node threw. */
  public static final String NODE_EXCEPTIONS = "node exceptions";

  private static final System.Logger LOG = System.getLogger(NettyHost.class.getName());

  final HostSettings settings;
  final EventLoopContext wire;
  private final ConnectionPool pool;
  private final RandomGenerator random;
  private final Traffic traffic = new Traffic();
  private final Map<String, Long> refusals = new ConcurrentSkipListMap<>();
  private Peer self;
  private @Nullable Channel acceptor;
  private @Nullable Node node;
  private boolean ended;
  private boolean failedBefore;
  private volatile @Nullable StreamAcceptor streams;

  private NettyHost(EventLoops loops, HostSettings settings) {
    this.settings = settings;
    this.self = Peer.at(settings.bind);
    this.wire = loops.next();
    this.pool = new ConnectionPool(this, loops);
    this.random = new SplittableRandom(settings.seed);
  }

  /**
   * Opens a host that listens, for a node that is created later.
   *
   * @return fails with an {@link IOException} with a readable message, if it cannot listen there;
   *     it is completed on the host's loop, so continuations must not block
   * @throws IllegalArgumentException if there is no address to advertise to peers
   */
  public static CompletableFuture<NettyHost> bind(EventLoops loops, HostSettings settings) {
    if (settings.advertised == null
        && PeerAddresses.toSocket(settings.bind).getAddress().isAnyLocalAddress()) {
      throw new IllegalArgumentException(
          "a host that listens at every address needs one to advertise");
    }
    NettyHost host = new NettyHost(loops, settings);
    CompletableFuture<NettyHost> bound = new CompletableFuture<>();
    host.wire.loop.execute(() -> host.listen(bound));
    return bound;
  }

  private void listen(CompletableFuture<NettyHost> bound) {
    ChannelFuture binding = pool.bind();
    binding.addListener(
        done -> {
          if (done.isSuccess()) {
            listening(binding.channel());
            bound.complete(this);
          } else {
            String why = "cannot listen at " + settings.bind + ": " + done.cause().getMessage();
            bound.completeExceptionally(new IOException(why, done.cause()));
          }
        });
  }

  private void listening(Channel channel) {
    acceptor = channel;
    PeerAddress bound = PeerAddresses.of((InetSocketAddress) channel.localAddress());
    PeerAddress advertised = settings.advertised == null ? bound : settings.advertised;
    int port = advertised.port() == 0 ? bound.port() : advertised.port();
    self = Peer.at(new PeerAddress(advertised.high(), advertised.low(), port));
    pool.sweep();
  }

  /**
   * Creates the node of this host on its loop, without starting it; messages and timers reach it
   * from now on.
   */
  public <N extends Node> CompletableFuture<N> create(Function<Host, N> factory) {
    return onLoop(() -> place(factory.apply(this)));
  }

  /** Creates and starts the node of this host on its loop. */
  public <N extends Node> CompletableFuture<N> start(Function<Host, N> factory) {
    return onLoop(
        () -> {
          N created = place(factory.apply(this));
          created.start();
          return created;
        });
  }

  private <N extends Node> N place(N created) {
    node = ended ? null : created;
    return created;
  }

  /** Runs a call on the node's loop; it is ignored if the node has ended. */
  public void execute(Runnable call) {
    wire.loop.execute(() -> guarded(called -> call.run()));
  }

  /** Runs a query on the node's loop; fails if the node has ended. */
  public <T> CompletableFuture<T> call(Supplier<T> query) {
    return onLoop(
        () -> {
          if (node == null) {
            throw new IllegalStateException("the node at " + self + " has ended");
          }
          return query.get();
        });
  }

  private <T> CompletableFuture<T> onLoop(Supplier<T> call) {
    return CompletableFuture.supplyAsync(
        () -> {
          wire.readClock();
          return call.get();
        },
        wire.loop);
  }

  /** Hands streams of peers to an acceptor from now on; before, they are refused. */
  public void acceptStreams(StreamAcceptor acceptor) {
    streams = acceptor;
  }

  @Nullable StreamAcceptor streams() {
    return streams;
  }

  /** The traffic between this host and others, without messages to itself. */
  public Traffic traffic() {
    return traffic;
  }

  /** The number of connections that are open, opening or closing. */
  public int connections() {
    return pool.count();
  }

  /** The number of refused or dropped messages and connections, by reason. */
  public Map<String, Long> refused() {
    return new TreeMap<>(refusals);
  }

  /** Ends the node without a message, like a crash of its process: sockets are reset. */
  public CompletableFuture<Void> crash() {
    return onLoop(
        () -> {
          ended = true;
          node = null;
          stopListening();
          pool.abort();
          return null;
        });
  }

  /**
   * Ends the node gracefully: it stops, its messages are sent, and connections end with a goodbye.
   * Completes when all are closed, at the latest after the handshake's deadline.
   */
  public CompletableFuture<Void> close() {
    CompletableFuture<Void> closed = new CompletableFuture<>();
    wire.loop.execute(() -> leave(closed));
    return closed;
  }

  private void leave(CompletableFuture<Void> closed) {
    guarded(Node::stop);
    node = null;
    ended = true;
    stopListening();
    pool.leave(() -> closed.complete(null));
  }

  private void stopListening() {
    if (acceptor != null) {
      acceptor.close();
    }
  }

  @Override
  public Peer self() {
    return self;
  }

  @Override
  public long nowNanos() {
    return wire.nowNanos();
  }

  @Override
  public RandomGenerator random() {
    return random;
  }

  @Override
  public void send(Peer to, Message message) {
    if (node == null) {
      return;
    }
    if (to.equals(self)) {
      wire.loop.execute(() -> guarded(called -> called.onMessage(self, message)));
      return;
    }
    Connection connection = pool.to(to);
    int bytes = connection == null ? 0 : connection.send(message);
    if (bytes > 0) {
      traffic.sent(message.trafficClass(), bytes);
    }
  }

  @Override
  public void setTimer(Timer timer, long delayNanos) {
    wire.loop.schedule(
        () -> guarded(called -> called.onTimer(timer)), delayNanos, TimeUnit.NANOSECONDS);
  }

  @Override
  public void emit(NodeEvent event) {
    settings.listener.onEvent(self, event);
  }

  void deliver(Peer from, Message message, int frameBytes) {
    Node called = node;
    if (called != null) {
      traffic.received(message.trafficClass(), frameBytes);
      try { // not guarded(), whose closure would be garbage of every message
        called.onMessage(from, message);
      } catch (RuntimeException | StackOverflowError e) {
        failed(e);
      }
    }
  }

  /** Reports the hint at the loop's next turn, because this may be within a call of the node. */
  void unreachable(Peer peer) {
    if (!ended) {
      wire.loop.execute(() -> guarded(called -> called.onUnreachable(peer)));
    }
  }

  /** Calls the node, if there is one, after reading the clock. */
  private void guarded(Consumer<Node> call) {
    wire.readClock();
    Node called = node;
    if (called != null) {
      try {
        call.accept(called);
      } catch (RuntimeException | StackOverflowError e) {
        failed(e);
      }
    }
  }

  private void failed(Throwable thrown) {
    dropped(NODE_EXCEPTIONS);
    if (!failedBefore) {
      failedBefore = true;
      LOG.log(
          Level.WARNING,
          "the node at " + self + " threw an exception; further ones are only counted",
          thrown);
    }
  }

  /** Counts what was refused or dropped, by a short constant phrase. */
  void dropped(String reason) {
    refusals.merge(reason, 1L, Long::sum);
  }

  void refused(Peer peer, String reason) {
    dropped(reason);
    if (node != null) {
      emit(new NodeEvent.MessageRefused(peer, reason));
    }
  }
}
