package io.duet.unstructured.forwarding;

import io.duet.bounded.Mixing;
import io.duet.node.Peer;
import io.duet.overlay.QueryEvent;
import io.duet.rpc.ReplyHandler;
import io.duet.rpc.RetryPolicy;
import io.duet.unstructured.config.SearchConfig;
import io.duet.unstructured.load.QueryRateLimiter;
import io.duet.unstructured.message.UnstructuredMessage;
import io.duet.unstructured.neighbor.NeighborTable;
import io.duet.unstructured.node.NodeContext;
import io.duet.unstructured.replication.NeighborKnowledge;
import java.util.List;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Forwards each walker to one neighbor: a random one or, on biased walks, the choice of {@link
 * BiasedWalkRouter}. A walker that returns is forwarded, but not answered again.
 *
 * <p>Every {@code checkBack} steps this node asks the walker's origin whether it is still wanted,
 * and drops the walker if the origin denies or does not reply. A {@link QueryRateLimiter} bounds
 * the rate.
 *
 * <p>Messages in and out: Walk; out: WalkerCheck; in: WalkerCheckReply.
 *
 * @param wanted whether a walker of this node's own is still wanted; its second argument says
 *     whether this is a step at which walkers check
 * @param biased null where walks are not biased
 */
public record WalkForwarder(
    NodeContext context,
    NeighborTable links,
    NeighborKnowledge knowledge,
    DuplicateSuppression seen,
    BiPredicate<UnstructuredMessage.Walk, Boolean> wanted,
    HitForwarder hits,
    QueryRateLimiter<UnstructuredMessage> budget,
    @Nullable BiasedWalkRouter biased) {

  private SearchConfig config() {
    return context.config().search();
  }

  public void onWalk(Peer from, UnstructuredMessage.Walk walk) {
    if (!walk.isPlausible(SearchConfig.STEPS_LIMIT)) {
      context.refuse(from, "TTL out of range");
      return;
    }
    if (biased != null) {
      biased.flow().countArrival(from);
    }
    budget.take(from, walk.bounded(config().stepsMax()));
  }

  /** Serves a walker that the rate limiter admits. */
  public void serve(Peer from, UnstructuredMessage.Walk walk) {
    boolean first = seen.add(walk.id(), from, context.nowNanos(), walk.wanted());
    context.host().emit(new QueryEvent.Arrived(walk.id(), walk.ttl(), walk.hops(), !first));
    knowledge.cache().asked(walk.id(), walk.criteria());
    int found = first ? hits.answer(from, walk, true) : 0;
    if (walk.ttl() > 0 && found < walk.wanted()) {
      goOn(from, walk.oneHopFarther());
    }
  }

  private void goOn(Peer from, UnstructuredMessage.Walk walk) {
    boolean checksBack = (walk.hops() - 1) % config().checkBack() == 0;
    boolean atHome = walk.origin().equals(context.host().self());
    if (checksBack && !atHome) {
      checkBack(walk, from);
    } else if (!atHome || wanted.test(walk, checksBack)) {
      step(walk, from);
    }
  }

  /** Asks the origin of a walker whether it is still wanted; without a reply it is not. */
  private void checkBack(UnstructuredMessage.Walk walk, Peer from) {
    long timeout = config().checkBackTimeoutNanos();
    context
        .requests()
        .send(
            walk.origin(),
            id -> new UnstructuredMessage.WalkerCheck(id, walk.id(), walk.walker()),
            RetryPolicy.once(timeout).within(timeout),
            ReplyHandler.of(
                (UnstructuredMessage.WalkerCheckReply reply) -> {
                  if (reply.wanted()) {
                    step(walk, from);
                  }
                },
                () -> {}));
  }

  /**
   * Forwards a walker, if possible to a neighbor that received none of this query yet.
   *
   * @return where it goes now; null if it ends or waits here
   */
  public @Nullable Peer step(UnstructuredMessage.Walk walk, Peer from) {
    if (biased != null) {
      return biased.step(walk, from);
    }
    List<Peer> neighbors = links.neighborhood().answering(links.targets(walk.id()));
    int visit = seen.countVisits(walk.id(), 1);
    for (int i = 0; i < Math.min(2, neighbors.size()); i++) {
      Peer next = neighbors.get(turn(walk.id(), visit + i, neighbors.size()));
      if (!next.equals(from) || neighbors.size() == 1) {
        context.send(next, walk);
        return next;
      }
    }
    return null;
  }

  /** The i-th of {@code size} places, in an order that depends on the query and this node. */
  public int turn(long id, int i, int size) {
    long mixed = Mixing.combine(id, context.host().self().hashCode());
    return (int) Long.remainderUnsigned((mixed >>> 32) + i, size);
  }
}
