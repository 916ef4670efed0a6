package io.duet.netty.stream;

import io.duet.node.Peer;
import io.netty.channel.Channel;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The streams that a node serves, up to a number. Beyond it a new stream replaces the one that was
 * idle for longest among those of the IP address with the most streams, if that was idle for
 * {@value #IDLE_SECONDS_MIN} s, or if that address has more than twice the streams of the new
 * one's.
 */
final class ServedStreams {
  private static final int IDLE_SECONDS_MIN = 5;

  private record Served(Channel channel, Peer peer, UploadConnection connection) {
    boolean isFrom(Peer other) {
      return peer.address().high() == other.address().high()
          && peer.address().low() == other.address().low();
    }
  }

  private final int max;
  private final Map<Channel, Served> streams = new LinkedHashMap<>();

  ServedStreams(int max) {
    this.max = max;
  }

  /** Adds a stream; false if there is no room for it. */
  synchronized boolean add(Channel channel, Peer peer, UploadConnection connection) {
    if (streams.size() >= max && !makesRoom(peer)) {
      return false;
    }
    streams.put(channel, new Served(channel, peer, connection));
    return true;
  }

  private boolean makesRoom(Peer newcomer) {
    Served victim = longestIdle();
    if (victim == null) {
      return false;
    }
    boolean idle = victim.connection.idleNanos() > TimeUnit.SECONDS.toNanos(IDLE_SECONDS_MIN);
    if (!idle && countOf(victim.peer) <= 2 * countOf(newcomer)) {
      return false;
    }
    streams.remove(victim.channel);
    victim.channel.close();
    return true;
  }

  private @Nullable Served longestIdle() {
    long most = streams.values().stream().mapToLong(each -> countOf(each.peer)).max().orElse(0);
    return streams.values().stream()
        .filter(each -> countOf(each.peer) == most)
        .max(Comparator.comparingLong(each -> each.connection.idleNanos()))
        .orElse(null);
  }

  private long countOf(Peer peer) {
    return streams.values().stream().filter(each -> each.isFrom(peer)).count();
  }

  synchronized void remove(Channel channel) {
    streams.remove(channel);
  }
}
