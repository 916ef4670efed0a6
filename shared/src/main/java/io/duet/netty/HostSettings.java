package io.duet.netty;

import io.duet.node.NodeListener;
import io.duet.node.PeerAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** How a host lives on the network: defaults, and one {@code with} method for what may differ. */
public final class HostSettings {
  /** The most that {@link #withPendingBytesMax} accepts: 16 MiB. */
  static final int PENDING_BYTES_LIMIT = 1 << 24;

  /** How long a connection may take to be made, its handshake apart. */
  static final Duration CONNECT_DEADLINE = Duration.ofSeconds(3);

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
   * A free port of the loopback address, chance that differs from run to run, connections made and
   * introduced within 3 s each and closed after 60 s without use, 1024 of them either way, 1 MiB
   * waiting for one peer.
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

  /** With another address that peers are told than the bound one. */
  public HostSettings withAdvertised(PeerAddress address) {
    return changed(copy -> copy.advertised = address);
  }

  /** With someone who is told what the node tells. */
  public HostSettings withListener(NodeListener other) {
    return changed(copy -> copy.listener = other);
  }

  /** With a given seed of the node's chance. */
  public HostSettings withSeed(long other) {
    return changed(copy -> copy.seed = other);
  }

  /** With another time that a peer may take to introduce itself, and to take its leave. */
  public HostSettings withHandshakeDeadline(Duration deadline) {
    return changed(copy -> copy.handshakeDeadline = positive(deadline));
  }

  /** With another time that an unused connection stays open; it closes at most half of it later. */
  public HostSettings withIdle(Duration time) {
    return changed(copy -> copy.idle = positive(time));
  }

  /** With another limit, at least 1, to the connections it makes, and to those it accepts. */
  public HostSettings withConnectionsMax(int connections) {
    return changed(copy -> copy.connectionsMax = inRange(connections, Integer.MAX_VALUE));
  }

  /**
   * With another limit, at most 16 MiB, to the bytes of frames that wait for a peer that does not
   * read; messages beyond it are dropped. As much again may stand in the buffers below.
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
