package io.duet.unstructured.forwarding;

import io.duet.bounded.Mixing;
import io.duet.node.Host;
import io.duet.node.NodeEvent;
import io.duet.node.PeerAddress;
import io.duet.overlay.QueryEvent;
import io.duet.rpc.PeerRequests;
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
 * Forwards walkers: each goes to one neighbour, at random or, where walks are biased, as {@link
 * BiasedWalkRouter} says. A walker that returns is forwarded, but not answered again.
 *
 * <p>Every {@code checkBack} steps it asks its origin whether it is still wanted, and ends if the
 * origin denies it or is silent. Walkers of others are served within a {@link QueryRateLimiter}.
 *
 * <p>Messages in and out: Walk; out: StillWanted; in: Wanted.
 */
public final class WalkForwarder {
  private final Host host;
  private final PeerRequests requests;
  private final NeighborTable links;
  private final SearchConfig config;
  private final NeighborKnowledge hearsay;
  private final DuplicateSuppression seen;
  private final BiPredicate<UnstructuredMessage.Walk, Boolean> wanted;
  private final HitForwarder hits;
  private final QueryRateLimiter<UnstructuredMessage> budget;
  private final @Nullable BiasedWalkRouter biased;

  /**
   * A forwarder that has seen no walkers.
   *
   * @param wanted whether a walker of this node's own that has come by is still wanted; true, if it
   *     is at a step at which it asks
   */
  public WalkForwarder(
      NodeContext context,
      NeighborTable links,
      NeighborKnowledge hearsay,
      DuplicateSuppression seen,
      BiPredicate<UnstructuredMessage.Walk, Boolean> wanted,
      HitForwarder hits,
      QueryRateLimiter<UnstructuredMessage> budget) {
    this.host = context.host();
    this.requests = context.requests();
    this.links = links;
    this.config = context.config().search();
    this.hearsay = hearsay;
    this.seen = seen;
    this.wanted = wanted;
    this.hits = hits;
    this.budget = budget;
    this.biased =
        config.search() == SearchConfig.Search.BIASED_WALK
            ? new BiasedWalkRouter(context, links, seen, budget::waiting)
            : null;
  }

  /** The biased walk; null where walks are not biased. */
  public @Nullable BiasedWalkRouter biased() {
    return biased;
  }

  public void onWalk(PeerAddress from, UnstructuredMessage.Walk walk) {
    if (!TimeToLive.isPlausible(walk.ttl(), walk.hops(), SearchConfig.STEPS_LIMIT)) {
      host.emit(new NodeEvent.MessageRefused(from, "TTL out of range"));
      return;
    }
    if (biased != null) {
      biased.flow().countArrival(from);
    }
    budget.take(from, TimeToLive.bounded(walk, config.stepsMax()));
  }

  /** Serves a walker whose turn in the budget has come. */
  public void serve(PeerAddress from, UnstructuredMessage.Walk walk) {
    boolean first = seen.add(walk.id(), from, host.nowNanos(), walk.wanted());
    host.emit(new QueryEvent.Arrived(walk.id(), walk.ttl(), walk.hops(), !first));
    hearsay.asked(walk.id(), walk.question());
    int found =
        first ? hits.answer(from, walk.id(), walk.hops(), walk.question(), walk.wanted(), true) : 0;
    if (walk.ttl() > 0 && found < walk.wanted()) {
      goOn(from, TimeToLive.oneHopFarther(walk));
    }
  }

  private void goOn(PeerAddress from, UnstructuredMessage.Walk walk) {
    boolean checksBack = (walk.hops() - 1) % config.checkBack() == 0;
    boolean atHome = walk.origin().equals(host.self());
    if (checksBack && !atHome) {
      checkBack(walk, from);
    } else if (!atHome || wanted.test(walk, checksBack)) {
      step(walk, from);
    }
  }

  /** Asks the origin of a walker whether it is still wanted; one that is silent wants nothing. */
  private void checkBack(UnstructuredMessage.Walk walk, PeerAddress from) {
    requests.send(
        walk.origin(),
        id -> new UnstructuredMessage.WalkerCheck(id, walk.id(), walk.walker()),
        RetryPolicy.once(config.checkBackTimeoutNanos()).within(config.checkBackTimeoutNanos()),
        ReplyHandler.of(
            (UnstructuredMessage.WalkerCheckReply reply) -> {
              if (reply.wanted()) {
                step(walk, from);
              }
            },
            () -> {}));
  }

  /** Sends a walker to a neighbour to which this node has sent none for this query, if it can. */
  public void step(UnstructuredMessage.Walk walk, PeerAddress from) {
    if (biased != null) {
      biased.step(walk, from);
      return;
    }
    List<PeerAddress> neighbors = links.neighborhood().answering(links.targets(walk.id()));
    int visit = seen.countVisit(walk.id());
    for (int i = 0; i < Math.min(2, neighbors.size()); i++) {
      PeerAddress next = neighbors.get(turn(walk.id(), visit + i, neighbors.size()));
      if (!next.equals(from) || neighbors.size() == 1) {
        host.send(next, walk);
        return;
      }
    }
  }

  /** The place of the i-th of {@code size} links, in an order that differs by query and node. */
  public int turn(long id, int i, int size) {
    long mixed = Mixing.combine(id, host.self().hashCode());
    return (int) Long.remainderUnsigned((mixed >>> 32) + i, size);
  }
}
