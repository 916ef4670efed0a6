package io.duet.chord.maintenance;

import io.duet.chord.id.RingId;
import io.duet.chord.id.RingPeer;
import io.duet.chord.message.ChordMessage;
import io.duet.chord.ring.ChordContext;
import io.duet.chord.ring.RoutingState;
import io.duet.rpc.ReplyHandler;
import io.duet.rpc.RetryPolicy;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Stabilize: a member asks its successor for predecessor and successor list, and adopts the list.
 * If the successor's predecessor is a closer successor and alive, the member adopts that one's
 * list. Then it sends a {@link Notify} (P. Zave, IEEE TSE 43(12), 2017, section 4).
 *
 * <p>A round continues while it finds closer successors, so that members that joined at one place
 * find their order in a few round trips. A successor that leaves two requests unanswered is
 * dropped, and the next one is asked. A member that has lost all successors asks its predecessor
 * for its list, as in a join.
 *
 * <p>Messages out: {@link ChordMessage.GetNeighbors}. At most one round is in progress.
 */
public final class Stabilize {
  private static final int STEPS_MAX = 32;

  private final ChordContext node;
  private boolean inProgress;

  Stabilize(ChordContext node) {
    this.node = node;
  }

  /** Begins a round, unless one is in progress. */
  public void start() {
    if (!inProgress) {
      inProgress = true;
      new Round().start();
    }
  }

  private final class Round implements ReplyHandler<ChordMessage.Neighbors> {
    private int steps;
    private RingPeer asked = node.routing().successor();
    private @Nullable RingPeer settled; // the live successor, while a closer one is tried

    /** Asks the successor; a member that is alone asks a predecessor that has joined it. */
    void start() {
      RoutingState routing = node.routing();
      if (!routing.isAlone()) {
        ask(routing.successor());
      } else if (routing.predecessor() != null && !routing.predecessor().equals(routing.self())) {
        settled = routing.self();
        ask(routing.predecessor());
      } else {
        finish();
      }
    }

    private void ask(RingPeer peer) {
      asked = peer;
      RetryPolicy twice = RetryPolicy.twice(node.config().requestNanos());
      node.requests().send(asked.peer(), ChordMessage.GetNeighbors::new, twice, this);
    }

    @Override
    public void onReply(ChordMessage.Neighbors reply) {
      node.replied(asked);
      if (node.routing().isAlone() && joinsBehind(reply.successors())) {
        settled = null;
        start();
      } else if (isBeyond(asked)) {
        finish();
      } else {
        adopt(asked, reply.successors());
        tryBetter(reply.predecessor());
      }
    }

    /** Whether a closer successor has been found since this peer was asked. */
    private boolean isBeyond(RingPeer peer) {
      RoutingState routing = node.routing();
      return RingId.isBetween(routing.successor().id(), peer.id(), routing.self().id())
          && !routing.isAlone();
    }

    private void tryBetter(@Nullable RingPeer better) {
      if (better != null
          && steps++ < STEPS_MAX
          && RingId.isBetween(node.routing().self().id(), better.id(), asked.id())) {
        settled = asked;
        ask(better);
      } else {
        finish();
      }
    }

    /**
     * Adopts the list of a predecessor that no longer lists this member, as in a join; returns
     * false if it still does, because the rest of its list then came from this member.
     */
    private boolean joinsBehind(List<RingPeer> list) {
      long self = node.routing().self().id();
      boolean joins = !list.isEmpty() && RingId.isBetween(asked.id(), self, list.get(0).id());
      if (joins) {
        adopt(list.get(0), list.subList(1, list.size()));
      }
      return joins;
    }

    private void adopt(RingPeer successor, List<RingPeer> rest) {
      RingPeer before = node.routing().successor();
      node.routing().adoptSuccessors(successor, rest, node.config().successors());
      node.reportNeighbor(before, node.routing().successor(), "successor");
    }

    /** A successor is asked twice, a closer one that it named only once. */
    @Override
    public boolean onSilence() {
      return settled == null;
    }

    @Override
    public void onFailure() {
      if (settled != null) {
        node.timedOut(asked);
        node.neighborLost(asked);
        finish();
      } else {
        node.drop(asked);
        node.neighborLost(asked);
        start();
      }
    }

    private void finish() {
      Notify.send(node);
      inProgress = false;
      node.stabilized();
    }
  }
}
