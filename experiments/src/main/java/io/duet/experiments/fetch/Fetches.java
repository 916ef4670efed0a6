package io.duet.experiments.fetch;

import io.duet.node.Peer;
import io.duet.overlay.Overlay;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.ObjIntConsumer;

/**
 * All transfers of one overlay's run. A node that fetches publishes the content from its first
 * piece on, and serves what it has. Thread-safe.
 */
public abstract class Fetches implements AutoCloseable {
  final FetchPlan plan;
  private final ObjIntConsumer<Consumer<Overlay>> call;
  private final Set<Long> begun = ConcurrentHashMap.newKeySet(); // node and item
  private final Set<Long> complete = ConcurrentHashMap.newKeySet();

  /**
   * No transfers yet.
   *
   * @param call calls a live node on its own thread
   */
  Fetches(FetchPlan plan, ObjIntConsumer<Consumer<Overlay>> call) {
    this.plan = plan;
    this.call = call;
    for (int item = 0; item < plan.providers().size(); item++) {
      for (int node : plan.providers().get(item)) {
        complete.add(code(node, item));
      }
    }
  }

  private static long code(int node, int item) {
    return (long) node << 32 | item;
  }

  /**
   * Fetches an item to a node that has not begun to fetch it before.
   *
   * @param named the providers that the search has named
   * @param onDone called once, with the time in nanoseconds at which all bytes were there
   */
  public abstract void fetch(int node, int item, List<Peer> named, Consumer<Long> onDone);

  /** Marks an item as wanted by a node; false if the node has or wants it already. */
  public final boolean begin(int node, int item) {
    return !isComplete(node, item) && begun.add(code(node, item));
  }

  /** Whether a node has had this item, or has begun to fetch it. */
  public final boolean isOffered(int node, int item) {
    return isComplete(node, item) || begun.contains(code(node, item));
  }

  /** Whether a node has all bytes of an item. */
  final boolean isComplete(int node, int item) {
    return complete.contains(code(node, item));
  }

  final void completed(int node, int item) {
    complete.add(code(node, item));
  }

  /** A node has its first piece of an item, and announces that. */
  final void publish(int node, int item) {
    call.accept(overlay -> overlay.publish(plan.keys().get(item)), node);
  }

  /** Searches for more providers of an item. */
  final void search(int node, int item, Consumer<List<Peer>> whenDone) {
    ProviderQuery query = new ProviderQuery(plan.keys().get(item), whenDone);
    call.accept(query::start, node);
  }

  /** A node has ended: its unfinished transfers end, and so do those from it. */
  public void ended(int node) {}

  /**
   * A node is there again, with the items that it had completely, and announces those it fetched.
   */
  public void restarted(int node) {
    for (int item = 0; item < plan.keys().size(); item++) {
      if (begun.contains(code(node, item)) && isComplete(node, item)) {
        publish(node, item);
      }
    }
  }

  /** The bytes that have arrived at all nodes. */
  public abstract long received();

  /** A hash over all arrivals in their order; 0 if the order is undefined. */
  public long traceHash() {
    return 0;
  }

  @Override
  public void close() {}
}
