package io.duet.chord.lookup;

import io.duet.chord.id.RingId;
import io.duet.chord.id.RingPeer;
import io.duet.chord.message.ChordMessage;
import io.duet.chord.ring.ChordContext;
import io.duet.chord.ring.RoutingState;
import io.duet.node.Peer;
import io.duet.node.Timer;
import io.duet.node.TrafficClass;
import io.duet.rpc.ReplyHandler;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Iterative lookup: the origin asks one member after another, or several at a time, for members
 * closer to the target, until one knows the owner (SIGCOMM 2001, section 4.3). An unresponsive peer
 * is skipped, and the closest known one is asked instead. If none is left, the lookup starts again
 * after a pause, in which the ring may be repaired. Each pause is twice as long, up to the lookup's
 * deadline.
 *
 * <p>Messages out: {@link ChordMessage.FindNextHop}. Timers: {@link Resume}. Invariant: each member
 * is closer to the target than the one that named it.
 */
public final class IterativeLookup {
  private static final int STARTS_MAX = 4;
  private static final int HOPS_MAX = 128;
  private static final long PAUSE_NANOS = 50_000_000;

  /** Fires when a lookup may start again. */
  public record Resume(IterativeLookup lookup) implements Timer {}

  /** The owners of the target if all members between {@code before} and it are dead. */
  private record Fallback(List<RingPeer> owners, RingPeer before, int steps) {}

  private final ChordContext node;
  private final long target;
  private final TrafficClass purpose;
  private final Lookups.Listener listener;
  private final long deadline;
  private final Shortlist candidates;
  private final List<Peer> tried = new ArrayList<>(4);
  private int hops;
  private int timeouts;
  private int pauses;
  private int open;
  private boolean done;
  private @Nullable Fallback fallback;

  public IterativeLookup(
      ChordContext node, long target, TrafficClass purpose, Lookups.Listener listener) {
    this.node = node;
    this.target = target;
    this.purpose = purpose;
    this.listener = listener;
    this.candidates = new Shortlist(target);
    this.deadline = node.host().nowNanos() + node.config().lookupNanos();
  }

  /** Starts at this node itself; one that is not a member yet pauses first. */
  public void start() {
    RoutingState routing = node.routing();
    if (!node.isJoined()) {
      goOn();
    } else if (routing.owns(target) && node.config().ownKeysAtOnce()) {
      RingPeer before = routing.predecessor() == null ? routing.self() : routing.predecessor();
      end(selfAndSuccessors(routing), before, 0);
    } else if (routing.precedes(target)) {
      end(List.copyOf(routing.successors()), routing.self(), 0);
    } else {
      fallBackTo(routing.listedFrom(target), routing.self(), 0);
      routing.closestPreceding(target, STARTS_MAX).forEach(peer -> candidates.add(peer, 0));
      goOn();
    }
  }

  private void end(List<RingPeer> owners, RingPeer before, int steps) {
    done = true;
    listener.onOwner(owners, before, cost(steps));
  }

  /** This member and its successors, which have its records if it lacks them. */
  private static List<RingPeer> selfAndSuccessors(RoutingState routing) {
    List<RingPeer> owners = new ArrayList<>(routing.successors().size() + 1);
    owners.add(routing.self());
    if (!routing.isAlone()) {
      owners.addAll(routing.successors());
    }
    return owners;
  }

  /** Starts at another member, for a node that is not a member yet. */
  public void startAt(RingPeer member) {
    pauses = node.config().pausesMax(); // none: the caller tries another contact
    candidates.add(member, 0);
    goOn();
  }

  /** Starts at this node itself, after a recursive lookup has timed out. */
  void startAfterTimeout() {
    timeouts++;
    start();
  }

  /** Starts again, with the present routing state. */
  public void resume() {
    tried.clear();
    fallback = null;
    start();
  }

  /** Asks the next candidates, as many at a time as the settings allow. */
  private void goOn() {
    while (!done && open < node.config().parallel() && !isLate()) {
      RingPeer next = nextCandidate();
      if (next == null) {
        break;
      }
      ask(next, candidates.takenSteps() + 1);
    }
    if (!done && open == 0) {
      if (fallback != null && !isLate()) {
        end(fallback.owners, fallback.before, fallback.steps);
      } else {
        pause();
      }
    }
  }

  /** Notes the owners of the target for the case that all closer members are dead. */
  private void fallBackTo(List<RingPeer> owners, RingPeer before, int steps) {
    boolean closer =
        fallback == null || RingId.isBetween(fallback.before.id(), before.id(), target);
    if (closer && areOwners(owners, target, before)) {
      fallback = new Fallback(owners, before, steps);
    }
  }

  private boolean isLate() {
    return hops >= HOPS_MAX || node.host().nowNanos() >= deadline;
  }

  private void pause() {
    if (!isLate() && pauses < node.config().pausesMax()) {
      long left = deadline - node.host().nowNanos();
      node.host().setTimer(new Resume(this), Math.min(left, PAUSE_NANOS << pauses++));
    } else {
      done = true;
      listener.onNoOwner(cost(0));
    }
  }

  /** The closest candidate not asked yet; null if there is none. */
  private @Nullable RingPeer nextCandidate() {
    RingPeer next = candidates.takeClosest();
    while (next != null && tried.contains(next.peer())) {
      next = candidates.takeClosest();
    }
    return next;
  }

  private void ask(RingPeer peer, int steps) {
    tried.add(peer.peer());
    hops++;
    open++;
    long left = deadline - node.host().nowNanos();
    node.ask(
        peer.peer(),
        id -> new ChordMessage.FindNextHop(id, target, purpose),
        new Step(peer, steps),
        left);
  }

  private Lookups.Cost cost(int steps) {
    return hops == 0 && timeouts == 0 ? Lookups.Cost.NONE : new Lookups.Cost(hops, timeouts, steps);
  }

  /** Whether these peers follow each other, and the target lies between {@code before} and them. */
  static boolean areOwners(List<RingPeer> peers, long target, RingPeer before) {
    if (peers.isEmpty() || !RingId.isWithin(before.id(), target, peers.get(0).id())) {
      return false;
    }
    for (int i = 1; i < peers.size(); i++) {
      if (!RingId.isBetween(peers.get(i - 1).id(), peers.get(i).id(), before.id())) {
        return false;
      }
    }
    return true;
  }

  /** A request to one member. */
  private final class Step implements ReplyHandler<ChordMessage.NextHops> {
    private final RingPeer asked;
    private final int steps;

    Step(RingPeer asked, int steps) {
      this.asked = asked;
      this.steps = steps;
    }

    @Override
    public void onReply(ChordMessage.NextHops reply) {
      open--;
      node.replied(asked);
      if (done) {
        return; // another member answered first
      }
      if (!reply.ownerKnown()) {
        addCloser(reply.peers());
        fallBackTo(reply.following(), asked, steps);
        goOn();
      } else if (!areOwners(reply.peers(), target, asked)) {
        node.refuse(asked.peer(), "owner does not follow the target");
        goOn();
      } else {
        end(reply.peers(), asked, steps);
      }
    }

    /** Adds the peers that are closer to the target than the asked one; refuses any other. */
    private void addCloser(List<RingPeer> peers) {
      boolean farther = false;
      for (int i = 0; i < peers.size(); i++) {
        RingPeer peer = peers.get(i);
        if (RingId.isBetween(asked.id(), peer.id(), target)) {
          candidates.add(peer, steps);
        } else {
          farther = true;
        }
      }
      if (farther) {
        node.refuse(asked.peer(), "next hop is no closer to the target");
      }
    }

    @Override
    public void onFailure() {
      open--;
      timeouts++;
      node.timedOut(asked);
      if (!done) {
        goOn();
      }
    }
  }
}
