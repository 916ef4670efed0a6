package io.duet.process;

import io.duet.node.PeerAddress;
import io.duet.overlay.OverlayEvent;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The requests that reached a node last, numbered as they came. Any thread may call. */
final class RequestEvents {
  /** At most this many are kept; the oldest is forgotten first. */
  static final int KEPT_MAX = 1_000;

  /**
   * One request that arrived.
   *
   * @param number how many came before it
   */
  record Event(long number, Instant at, PeerAddress from, String request, int hops) {}

  private final Deque<Event> events = new ArrayDeque<>();
  private long next;

  synchronized void add(OverlayEvent.RequestArrived arrived) {
    if (events.size() >= KEPT_MAX) {
      events.removeFirst();
    }
    events.add(new Event(next++, Instant.now(), arrived.from(), arrived.request(), arrived.hops()));
  }

  /** Those with this number or a later one that are still kept, in their order. */
  synchronized List<Event> since(long number) {
    return events.stream().filter(event -> event.number() >= number).toList();
  }

  /** The number of the next request to come. */
  synchronized long next() {
    return next;
  }
}
