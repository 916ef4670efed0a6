package io.duet.unstructured.load;

import io.duet.node.Host;
import io.duet.node.PeerAddress;
import io.duet.node.Timer;
import io.duet.overlay.QueryEvent;
import io.duet.unstructured.config.LoadConfig;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Hands on what peers ask at a bounded rate, in fair turns; what comes too fast waits, and when too
 * much waits, the oldest of whoever has most waiting is dropped and told as {@link
 * QueryEvent.Dropped}.
 *
 * <p>Strangers wait apart, in less room, and are served when no known peer waits: anybody can have
 * many addresses, so they must not gain by numbers; but the two ends of a link that breaks notice
 * it at different times, so they are not refused.
 *
 * <p>The rate is kept by the virtual scheduling of ITU-T I.371 (a token bucket that is one number).
 * Timer: {@link Turn}, at most one at a time, and only while something waits.
 */
public final class QueryRateLimiter<T> {
  private static final int STRANGERS_SHARE = 8; // of the room, one part in so many

  /** Rings when the next one may be served. */
  public record Turn(QueryRateLimiter<?> budget) implements Timer {}

  private final Host host;
  private final LoadConfig config;
  private final Predicate<PeerAddress> known;
  private final BiConsumer<PeerAddress, T> handler;
  private @Nullable RoundRobinQueue<T> waiting;
  private @Nullable RoundRobinQueue<T> strangers;
  private long paidUntil;

  /**
   * A budget of which nothing is used.
   *
   * @param known whether a peer is no stranger
   * @param handler what serves one query
   */
  public QueryRateLimiter(
      Host host,
      LoadConfig config,
      Predicate<PeerAddress> known,
      BiConsumer<PeerAddress, T> handler) {
    this.host = host;
    this.config = config;
    this.known = known;
    this.handler = handler;
    this.paidUntil = host.nowNanos();
  }

  /** How many wait. */
  public int waiting() {
    return size(waiting) + size(strangers);
  }

  private static int size(@Nullable RoundRobinQueue<?> queue) {
    return queue == null ? 0 : queue.size();
  }

  /** Serves a peer's query now or later, or drops one for it. */
  public void take(PeerAddress from, T query) {
    boolean someWait = waiting() > 0;
    if (!someWait && nanosLeft() <= 0) {
      pay();
      handler.accept(from, query);
      return;
    }
    PeerAddress loser = queueOf(from).add(from, query);
    if (loser != null) {
      host.emit(new QueryEvent.Dropped(loser));
    }
    if (!someWait) {
      arm();
    }
  }

  private RoundRobinQueue<T> queueOf(PeerAddress from) {
    int room = config.waitingMax();
    if (known.test(from)) {
      waiting = waiting == null ? new RoundRobinQueue<>(room, room / 2) : waiting;
      return waiting;
    }
    int less = room / STRANGERS_SHARE;
    strangers = strangers == null ? new RoundRobinQueue<>(less, Math.max(1, less / 2)) : strangers;
    return strangers;
  }

  /** Nanoseconds until one more may be served. */
  private long nanosLeft() {
    return paidUntil - LoadConfig.BURST_NANOS - host.nowNanos();
  }

  private void pay() {
    paidUntil = Math.max(paidUntil, host.nowNanos()) + config.intervalNanos();
  }

  private void arm() {
    host.setTimer(new Turn(this), Math.max(0, nanosLeft()));
  }

  /** Serves those whose turn has come. */
  public void onTurn() {
    while (waiting() > 0 && nanosLeft() <= 0) {
      pay();
      if (waiting != null && waiting.size() > 0) {
        waiting.serve(handler);
      } else if (strangers != null) {
        strangers.serve(handler);
      }
    }
    if (waiting() > 0) {
      arm();
    }
  }
}
