package io.duet.netty;

import io.duet.node.NodeListener;
import io.duet.node.PeerAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The settings of a host: defaults, and one {@code with} method for each value. */
public final class HostSettings {
  /** The largest value of {@link #withPendingBytesMax}: 16 MiB. */
  static final int PENDING_BYTES_LIMIT = 1 << 24;

  /** The time for opening a connection, without its handshake. */
  static final int CONNECT_MS_MAX = 3_000;

  private static final PeerAddress LOOPBACK = PeerAddress.ofIpv4(0x7f00_0001, 0);

  final String network;
  PeerAddress bind = LOOPBACK;
  @Nullable PeerAddress advertised;
  NodeListener listener = (node, event) -> {};
  long seed = new SecureRandom().nextLong();
  Duration handshakeDeadline = Duration.ofSeconds(3);
  Duration idle = Duration.ofSeconds(60);
  int connectionsMax = 1024;
  int pendingBytesMax = 1 << 20;

  private HostSettings(String network) {
    this.network = network;
  }

  /**
   * The defaults: a free port on loopback, a random seed, 3 s each for connect and handshake, 60 s
   * until an idle connection is closed, 1024 connections in each direction, and 1 MiB of waiting
   * frames per peer.
   *
   * @param network the name that both ends of a connection must share
   */
  public static HostSettings ofNetwork(String network) {
    return new HostSettings(network);
  }

  /** With another address to listen at; port 0 takes a free one. */
  public HostSettings withBind(PeerAddress address) {
    return changed(copy -> copy.bind = address);
  }

  /** With another address for peers than the bound one. */
  public HostSettings withAdvertised(PeerAddress address) {
    return changed(copy -> copy.advertised = address);
  }

  /** With a listener for the events of the node. */
  public HostSettings withListener(NodeListener other) {
    return changed(copy -> copy.listener = other);
  }

  /** With a seed for the node's random generator. */
  public HostSettings withSeed(long other) {
    return changed(copy -> copy.seed = other);
  }

  /** With another deadline for the handshake, and for the goodbye. */
  public HostSettings withHandshakeDeadline(Duration deadline) {
    return changed(copy -> copy.handshakeDeadline = positive(deadline));
  }

  /** With another idle time of connections; they are closed at most half of it later. */
  public HostSettings withIdle(Duration time) {
    return changed(copy -> copy.idle = positive(time));
  }

  /** With another limit, at least 1, on opened and on accepted connections. */
  public HostSettings withConnectionsMax(int connections) {
    return changed(copy -> copy.connectionsMax = inRange(connections, Integer.MAX_VALUE));
  }

  /**
   * With another limit, at most 16 MiB, on the bytes of frames that wait for a slow peer; further
   * messages are dropped. The socket buffers may hold as much again.
   */
  public HostSettings withPendingBytesMax(int bytes) {
    return changed(copy -> copy.pendingBytesMax = inRange(bytes, PENDING_BYTES_LIMIT));
  }

  private HostSettings changed(Consumer<HostSettings> change) {
    HostSettings copy = new HostSettings(network);
    copy.bind = bind;
    copy.advertised = advertised;
    copy.listener = listener;
    copy.seed = seed;
    copy.handshakeDeadline = handshakeDeadline;
    copy.idle = idle;
    copy.connectionsMax = connectionsMax;
    copy.pendingBytesMax = pendingBytesMax;
    change.accept(copy);
    return copy;
  }

  private static Duration positive(Duration duration) {
    if (duration.isZero() || duration.isNegative() || duration.compareTo(Duration.ofDays(1)) > 0) {
      throw new IllegalArgumentException("a deadline must be more than zero and at most a day");
    }
    return duration;
  }

  private static int inRange(int value, int max) {
    if (value < 1 || value > max) {
      throw new IllegalArgumentException(value + " is not from 1 to " + max);
    }
    return value;
  }
}
