package io.duet.daemon;

import io.duet.node.PeerAddress;
import io.duet.overlay.OverlayEvent;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The latest requests that reached a node, numbered in order of arrival. Thread-safe. */
public final class RequestLog {
  /** The largest number of kept requests; the oldest is dropped first. */
  public static final int KEPT_MAX = 1_000;

  /**
   * One request that arrived.
   *
   * @param number the number of requests before it
   */
  public record Event(long number, Instant at, PeerAddress from, String request, int hops) {}

  private final Deque<Event> events = new ArrayDeque<>();
  private long next;

  public synchronized void add(OverlayEvent.RequestArrived arrived) {
    if (events.size() >= KEPT_MAX) {
      events.removeFirst();
    }
    events.add(new Event(next++, Instant.now(), arrived.from(), arrived.request(), arrived.hops()));
  }

  /** The kept requests with this number or a later one, in order. */
  public synchronized List<Event> since(long number) {
    return events.stream().filter(event -> event.number() >= number).toList();
  }

  /** The number of the next request. */
  public synchronized long next() {
    return next;
  }
}
