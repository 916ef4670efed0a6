package io.duet.experiments.race;

import io.duet.experiments.result.QueryReach;
import io.duet.node.NodeEvent;
import io.duet.node.NodeListener;
import io.duet.node.Peer;
import io.duet.overlay.QueryEvent;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts the queries that arrive at nodes, and passes all events to another listener. Uses constant
 * memory. Thread-safe.
 */
final class QueryReachCounter implements NodeListener {
  /** Longer paths are counted as paths of this length. */
  static final int HOPS_MAX = 128;

  private final NodeListener next;
  private final AtomicLongArray first = new AtomicLongArray(HOPS_MAX + 1);
  private final LongAdder repeated = new LongAdder();
  private final LongAdder atLastHop = new LongAdder();

  QueryReachCounter(NodeListener next) {
    this.next = next;
  }

  @Override
  public void onEvent(Peer node, NodeEvent event) {
    if (event instanceof QueryEvent.Arrived query) {
      count(query);
    }
    next.onEvent(node, event);
  }

  private void count(QueryEvent.Arrived query) {
    if (query.repeated()) {
      repeated.increment();
    } else {
      first.incrementAndGet(Math.max(0, Math.min(HOPS_MAX, query.hops())));
      atLastHop.add(query.ttl() == 0 ? 1 : 0);
    }
  }

  /** The counts so far, up to the longest path. */
  QueryReach reach() {
    int length = HOPS_MAX + 1;
    while (length > 1 && first.get(length - 1) == 0) {
      length--;
    }
    long[] counts = new long[length];
    Arrays.setAll(counts, first::get);
    return new QueryReach(counts, repeated.sum(), atLastHop.sum());
  }
}
