package io.duet.unstructured.load;

import io.duet.node.Host;
import io.duet.node.Peer;
import io.duet.overlay.QueryEvent;
import io.duet.unstructured.config.LoadConfig;
import java.util.function.BiConsumer;
import java.util.function.ObjLongConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Serves the queries of peers at a bounded rate, in fair turns; excess queries wait. When the queue
 * is full, the oldest query of the peer with most waiting queries is dropped ({@link
 * QueryEvent.Dropped}).
 *
 * <p>Queries of strangers wait in a smaller queue of their own, and are served when no known peer
 * waits: one attacker can have many addresses, so numbers must bring no gain. They are not refused,
 * because the two ends of a link notice its loss at different times.
 *
 * <p>The rate follows the virtual scheduling algorithm of ITU-T I.371, a token bucket in one
 * number. Timer: {@link #onTurn}, at most one at a time, and only while queries wait.
 */
public final class QueryRateLimiter<T> {
  private static final int STRANGERS_SHARE = 8; // strangers have an eighth of the room

  private final Host host;
  private final ObjLongConsumer<Runnable> timers;
  private final LoadConfig config;
  private final Predicate<Peer> known;
  private final BiConsumer<Peer, T> handler;
  private @Nullable RoundRobinQueue<T> waiting;
  private @Nullable RoundRobinQueue<T> strangers;
  private long paidUntil;

  /**
   * A limiter that has served nothing yet.
   *
   * @param timers runs an action after some nanoseconds
   * @param known whether a peer is no stranger
   * @param handler serves one query
   */
  public QueryRateLimiter(
      Host host,
      ObjLongConsumer<Runnable> timers,
      LoadConfig config,
      Predicate<Peer> known,
      BiConsumer<Peer, T> handler) {
    this.host = host;
    this.timers = timers;
    this.config = config;
    this.known = known;
    this.handler = handler;
    this.paidUntil = host.nowNanos();
  }

  /** Number of waiting queries. */
  public int waiting() {
    return size(waiting) + size(strangers);
  }

  private static int size(@Nullable RoundRobinQueue<?> queue) {
    return queue == null ? 0 : queue.size();
  }

  /** Serves a query now or later, or drops one in its place. */
  public void take(Peer from, T query) {
    boolean someWait = waiting() > 0;
    if (!someWait && nanosLeft() <= 0) {
      pay();
      handler.accept(from, query);
      return;
    }
    Peer loser = queueOf(from).add(from, query);
    if (loser != null) {
      host.emit(new QueryEvent.Dropped(loser));
    }
    if (!someWait) {
      arm();
    }
  }

  private RoundRobinQueue<T> queueOf(Peer from) {
    int room = config.waitingMax();
    if (known.test(from)) {
      waiting = waiting == null ? new RoundRobinQueue<>(room, room / 2) : waiting;
      return waiting;
    }
    int less = room / STRANGERS_SHARE;
    strangers = strangers == null ? new RoundRobinQueue<>(less, Math.max(1, less / 2)) : strangers;
    return strangers;
  }

  /** Nanoseconds until the next query may be served. */
  private long nanosLeft() {
    return paidUntil - LoadConfig.BURST_NANOS - host.nowNanos();
  }

  private void pay() {
    paidUntil = Math.max(paidUntil, host.nowNanos()) + config.intervalNanos();
  }

  private void arm() {
    timers.accept(this::onTurn, Math.max(0, nanosLeft()));
  }

  /** Serves the waiting queries that are due. */
  private void onTurn() {
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
