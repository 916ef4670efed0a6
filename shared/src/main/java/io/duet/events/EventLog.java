package io.duet.events;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** The latest events of a node, numbered in the order in which they were added. Thread-safe. */
public final class EventLog {
  /** The default number of events that are kept of each kind; the oldest is dropped first. */
  public static final int KEPT = 1_000;

  /** The largest number of events that can be kept of each kind. */
  public static final int KEPT_MAX = 100_000;

  private final String run = Long.toString(System.currentTimeMillis(), Character.MAX_RADIX);
  private final int kept;
  private final Map<EventKind, Deque<Event>> events = new EnumMap<>(EventKind.class);
  private final List<Consumer<Event>> listeners = new CopyOnWriteArrayList<>();
  private long next;

  /**
   * An empty log.
   *
   * @param kept the number of events that are kept of each kind, at most {@link #KEPT_MAX}
   */
  public EventLog(int kept) {
    this.kept = kept;
  }

  /**
   * Names this log among those of the same node, each of which begins with the number 0 when the
   * node starts.
   */
  public String run() {
    return run;
  }

  /**
   * Adds an event; never blocks.
   *
   * @param fields values by name, which the log copies: texts, numbers, truth values, or peers
   */
  public void add(EventKind kind, Map<String, ?> fields) {
    Map<String, ?> copy = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    synchronized (this) {
      Event event = new Event(next++, Instant.now(), kind, copy);
      Deque<Event> same = events.computeIfAbsent(kind, first -> new ArrayDeque<>());
      if (same.size() >= kept) {
        same.removeFirst();
      }
      same.add(event);
      listeners.forEach(listener -> listener.accept(event));
    }
  }

  /** Passes each further event on, in order; the listener must not block. */
  public void listen(Consumer<Event> listener) {
    listeners.add(listener);
  }

  /** The kept events with this number or a later one, in order. */
  public synchronized List<Event> since(long number) {
    if (number >= next) {
      return List.of();
    }
    return events.values().stream()
        .flatMap(Deque::stream)
        .filter(event -> event.number() >= number)
        .sorted(Comparator.comparingLong(Event::number))
        .toList();
  }

  /** The number of the next event. */
  public synchronized long next() {
    return next;
  }
}
