package io.duet.chord;

import io.duet.node.Host;
import io.duet.node.Reply;
import io.duet.node.ReplyHandler;

/** Measures round trips, mean and deviation, as TCP does (RFC 6298, section 2). */
final class RoundTrips {
  private static final long TIMEOUT_NANOS_MIN = 250_000_000; // pauses of a busy process are longer

  private float meanMs;
  private float deviationMs;

  /** How long a reply is worth waiting for, at most {@code maxNanos}, which is also the first. */
  long timeoutNanos(long maxNanos) {
    if (meanMs == 0) {
      return maxNanos;
    }
    long nanos = (long) ((2 * meanMs + 4 * deviationMs) * 1e6);
    return Math.min(maxNanos, Math.max(TIMEOUT_NANOS_MIN, nanos));
  }

  /** A handler that measures when the reply comes, and then hands it on. */
  <R extends Reply> ReplyHandler<R> timing(ReplyHandler<R> handler, Host host) {
    return new Timing<>(handler, host, host.nowNanos());
  }

  private final class Timing<R extends Reply> implements ReplyHandler<R> {
    private final ReplyHandler<R> handler;
    private final Host host;
    private final long sentNanos;

    Timing(ReplyHandler<R> handler, Host host, long sentNanos) {
      this.handler = handler;
      this.host = host;
      this.sentNanos = sentNanos;
    }

    @Override
    public void onReply(R reply) {
      measured((host.nowNanos() - sentNanos) / 1e6f);
      handler.onReply(reply);
    }

    @Override
    public void onFailure() {
      handler.onFailure();
    }
  }

  private void measured(float ms) {
    if (meanMs == 0) {
      meanMs = ms;
      deviationMs = ms / 2;
    } else {
      deviationMs += (Math.abs(ms - meanMs) - deviationMs) / 4;
      meanMs += (ms - meanMs) / 8;
    }
  }
}
