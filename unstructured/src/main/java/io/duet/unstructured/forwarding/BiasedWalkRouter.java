package io.duet.unstructured.forwarding;

import io.duet.bounded.Mixing;
import io.duet.node.Peer;
import io.duet.overlay.QueryEvent;
import io.duet.unstructured.config.SearchConfig;
import io.duet.unstructured.load.RoundRobinQueue;
import io.duet.unstructured.load.TokenFlowControl;
import io.duet.unstructured.message.UnstructuredMessage;
import io.duet.unstructured.neighbor.NeighborTable;
import io.duet.unstructured.node.NodeContext;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Sends each walker to the neighbor with the highest capacity whose token this node holds, and to
 * the next one in that order when the same query returns (Y. Chawathe et al., "Making Gnutella-like
 * P2P systems scalable", SIGCOMM 2003, section 3.4). Without a token walkers wait, in fair turns by
 * sender.
 *
 * <p>Invariants: a query goes to a neighbor again only after all neighbors had their turn. A walker
 * returns to its sender only when this node holds no other token. A walker that waited longer than
 * a query lives is dropped.
 */
public final class BiasedWalkRouter {

  private record Waiting(UnstructuredMessage.Walk walk, long until) {}

  private final NodeContext context;
  private final NeighborTable links;
  private final DuplicateSuppression seen;
  private final TokenFlowControl flow;
  private @Nullable RoundRobinQueue<Waiting> waiting;

  /**
   * A router without waiting walkers.
   *
   * @param unserved number of queries of other nodes that wait for the rate limit
   */
  public BiasedWalkRouter(
      NodeContext context, NeighborTable links, DuplicateSuppression seen, IntSupplier unserved) {
    this.context = context;
    this.links = links;
    this.seen = seen;
    this.flow = new TokenFlowControl(context, links, unserved);
  }

  public TokenFlowControl flow() {
    return flow;
  }

  /** Number of walkers that wait for a token. */
  public int waiting() {
    return waiting == null ? 0 : waiting.size();
  }

  /**
   * Forwards a walker, now or when a token for it arrives.
   *
   * @return where it goes now; null if it waits
   */
  @Nullable Peer step(UnstructuredMessage.Walk walk, Peer from) {
    Peer next = go(walk, from);
    if (next == null) {
      await(new Waiting(walk, context.nowNanos() + waitNanos(walk)), from);
    }
    return next;
  }

  /** Own walkers wait until their query's deadline, others as long as for a walker check. */
  private long waitNanos(UnstructuredMessage.Walk walk) {
    SearchConfig search = context.config().search();
    return walk.hops() == 1 ? search.deadlineNanos() : search.checkBackTimeoutNanos();
  }

  private void await(Waiting walker, Peer from) {
    int room = context.config().load().waitingMax();
    waiting = waiting == null ? new RoundRobinQueue<>(room, room / 2) : waiting;
    Peer loser = waiting.add(from, walker);
    if (loser != null) {
      context.host().emit(new QueryEvent.Dropped(loser));
    }
  }

  private @Nullable Peer go(UnstructuredMessage.Walk walk, Peer from) {
    List<Peer> order = byCapacity(walk.id());
    int visits = seen.countVisits(walk.id(), 0);
    for (int i = 0; i < order.size(); i++) {
      Peer next = order.get((visits + i) % order.size());
      if (!next.equals(from) && flow.use(next)) {
        seen.countVisits(walk.id(), i + 1);
        context.send(next, walk);
        return next;
      }
    }
    if (order.contains(from) && flow.use(from)) {
      context.send(from, walk);
      return from;
    }
    return null;
  }

  /** The neighbors, highest capacity first; equal ones in an order that depends on the query. */
  private List<Peer> byCapacity(long query) {
    List<Peer> order = new ArrayList<>(links.neighborhood().answering(links.targets(query)));
    order.sort(
        Comparator.comparingInt((Peer peer) -> -flow.capacity(peer))
            .thenComparingLong(peer -> Mixing.combine(query, peer.hashCode())));
    return order;
  }

  /** Takes a grant and forwards walkers that waited for it; returns why it is refused, or empty. */
  public String take(Peer from, UnstructuredMessage.TokenGrant grant) {
    String refusal = flow.take(from, grant);
    int tries = refusal.isEmpty() ? waiting() : 0;
    while (waiting != null && tries-- > 0 && flow.holdsAny()) {
      waiting.serve(this::resume);
    }
    return refusal;
  }

  /** Repeats all grants, and drops walkers that waited too long; called with the pings. */
  public void maintain() {
    flow.maintain();
    for (int tries = waiting(); waiting != null && tries > 0; tries--) {
      waiting.serve(this::resume);
    }
  }

  private void resume(Peer from, Waiting walker) {
    if (walker.until() < context.nowNanos()) {
      context.host().emit(new QueryEvent.Dropped(from));
    } else if (go(walker.walk(), from) == null) {
      await(walker, from);
    }
  }
}
