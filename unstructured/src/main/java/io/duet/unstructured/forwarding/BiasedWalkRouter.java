package io.duet.unstructured.forwarding;

import io.duet.bounded.Mixing;
import io.duet.node.Host;
import io.duet.node.PeerAddress;
import io.duet.overlay.QueryEvent;
import io.duet.unstructured.config.SearchConfig;
import io.duet.unstructured.config.SuperPeerConfig;
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
 * Where walkers go from here: to the neighbour of the highest capacity of which this node holds a
 * token, and to the next ones in that order when the same query comes back; without any token they
 * wait, in turns by whom they came from (Y. Chawathe et al., "Making Gnutella-like P2P systems
 * scalable", SIGCOMM 2003, section 3.4).
 *
 * <p>Invariants: a query goes to a neighbour again only when it has been sent to, or passed by for
 * want of a token, all of them; a walker goes back to where it came from only when nobody else has
 * room; none that waited longer than a query lives goes on.
 */
public final class BiasedWalkRouter {

  private record Waiting(UnstructuredMessage.Walk walk, long until) {}

  private final Host host;
  private final NeighborTable links;
  private final SuperPeerConfig config;
  private final DuplicateSuppression seen;
  private final TokenFlowControl flow;
  private @Nullable RoundRobinQueue<Waiting> waiting;

  /**
   * No walker waits yet.
   *
   * @param unserved how many queries of others wait for their turn here
   */
  BiasedWalkRouter(
      NodeContext context, NeighborTable links, DuplicateSuppression seen, IntSupplier unserved) {
    this.host = context.host();
    this.links = links;
    this.config = context.config();
    this.seen = seen;
    this.flow = new TokenFlowControl(host, links, config.load(), unserved);
  }

  public TokenFlowControl flow() {
    return flow;
  }

  /** How many walkers wait for a token. */
  public int waiting() {
    return waiting == null ? 0 : waiting.size();
  }

  /** Sends a walker on, now or when there is a token for it. */
  void step(UnstructuredMessage.Walk walk, PeerAddress from) {
    if (!go(walk, from)) {
      await(new Waiting(walk, host.nowNanos() + patience(walk)), from);
    }
  }

  /** Own walkers may wait as long as their query lives, others as long as for their origin. */
  private long patience(UnstructuredMessage.Walk walk) {
    SearchConfig search = config.search();
    return walk.hops() == 1 ? search.deadlineNanos() : search.checkBackTimeoutNanos();
  }

  private void await(Waiting walker, PeerAddress from) {
    int room = config.load().waitingMax();
    waiting = waiting == null ? new RoundRobinQueue<>(room, room / 2) : waiting;
    PeerAddress loser = waiting.add(from, walker);
    if (loser != null) {
      host.emit(new QueryEvent.Dropped(loser));
    }
  }

  private boolean go(UnstructuredMessage.Walk walk, PeerAddress from) {
    List<PeerAddress> order = byCapacity(walk.id());
    int visits = seen.visits(walk.id());
    for (int i = 0; i < order.size(); i++) {
      PeerAddress next = order.get((visits + i) % order.size());
      if (!next.equals(from) && flow.use(next)) {
        seen.countVisits(walk.id(), i + 1);
        host.send(next, walk);
        return true;
      }
    }
    boolean back = order.contains(from) && flow.use(from);
    if (back) {
      host.send(from, walk);
    }
    return back;
  }

  /** The neighbours, the largest first; equal ones in an order of this query's own. */
  private List<PeerAddress> byCapacity(long query) {
    List<PeerAddress> order = new ArrayList<>(links.neighborhood().answering(links.targets(query)));
    order.sort(
        Comparator.comparingInt((PeerAddress peer) -> -flow.capacity(peer))
            .thenComparingLong(peer -> Mixing.combine(query, peer.hashCode())));
    return order;
  }

  /** Takes a neighbour's grant, and sends on who waited for it; why it is refused, or empty. */
  public String take(PeerAddress from, UnstructuredMessage.TokenGrant grant) {
    String refusal = flow.take(from, grant);
    int tries = refusal.isEmpty() ? waiting() : 0;
    while (waiting != null && tries-- > 0 && flow.holdsAny()) {
      waiting.serve(this::resume);
    }
    return refusal;
  }

  /**
   * Says again what each neighbour holds, and gives up those who waited in vain; with the pings.
   */
  public void maintain() {
    flow.maintain();
    for (int tries = waiting(); waiting != null && tries > 0; tries--) {
      waiting.serve(this::resume);
    }
  }

  private void resume(PeerAddress from, Waiting walker) {
    if (walker.until() < host.nowNanos()) {
      host.emit(new QueryEvent.Dropped(from));
    } else if (!go(walker.walk(), from)) {
      await(walker, from);
    }
  }
}
