package io.duet.simulation;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A binary heap of the next few events, by time and then by insertion order. */
final class EventHeap {
  private long[] times = new long[16];
  private long[] orders = new long[16];
  private long[] tags = new long[16];
  private @Nullable Object[] events = new @Nullable Object[16];
  private int size;
  private long nextOrder;

  int size() {
    return size;
  }

  long minTime() {
    return times[0];
  }

  long minTag() {
    return tags[0];
  }

  void add(long time, long tag, Object event) {
    if (size == times.length) {
      grow();
    }
    int hole = size++;
    while (hole > 0 && time < times[(hole - 1) >>> 1]) {
      move((hole - 1) >>> 1, hole);
      hole = (hole - 1) >>> 1;
    }
    times[hole] = time;
    orders[hole] = nextOrder++;
    tags[hole] = tag;
    events[hole] = event;
  }

  Object take() {
    Object first = events[0];
    int last = --size;
    long time = times[last];
    long order = orders[last];
    int hole = 0;
    for (int child = 1; child < last; child = 2 * hole + 1) {
      child =
          child + 1 < last && before(child + 1, times[child], orders[child]) ? child + 1 : child;
      if (!before(child, time, order)) {
        break;
      }
      move(child, hole);
      hole = child;
    }
    move(last, hole);
    events[last] = null;
    if (first == null) {
      throw new IllegalStateException("the heap is empty");
    }
    return first;
  }

  private boolean before(int index, long time, long order) {
    return times[index] < time || (times[index] == time && orders[index] < order);
  }

  private void move(int from, int to) {
    times[to] = times[from];
    orders[to] = orders[from];
    tags[to] = tags[from];
    events[to] = events[from];
  }

  private void grow() {
    int larger = size * 2;
    times = Arrays.copyOf(times, larger);
    orders = Arrays.copyOf(orders, larger);
    tags = Arrays.copyOf(tags, larger);
    events = Arrays.copyOf(events, larger);
  }
}
