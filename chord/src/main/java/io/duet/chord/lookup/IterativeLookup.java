package io.duet.chord.lookup;

import io.duet.chord.id.RingId;
import io.duet.chord.id.RingPeer;
import io.duet.chord.message.ChordMessage;
import io.duet.chord.ring.ChordContext;
import io.duet.chord.ring.RoutingState;
import io.duet.node.Peer;
import io.duet.node.Timer;
import io.duet.node.TrafficClass;
import io.duet.overlay.trace.SearchTrace;
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
  private static final int CANDIDATES_MAX = 8;
  private static final long PAUSE_NANOS = 50_000_000;

  /** Fires when a lookup may start again. */
  public record Resume(IterativeLookup lookup) implements Timer {}

  /** A member that can be asked, and to which {@code steps} steps led; it handles its own reply. */
  private final class Candidate implements ReplyHandler<ChordMessage.NextHops> {
    private final RingPeer peer;
    private final int steps;

    Candidate(RingPeer peer, int steps) {
      this.peer = peer;
      this.steps = steps;
    }

    @Override
    public void onReply(ChordMessage.NextHops reply) {
      IterativeLookup.this.onReply(peer, steps + 1, reply);
    }

    @Override
    public void onFailure() {
      IterativeLookup.this.onFailure(peer);
    }
  }

  /** The owners of the target if all members between {@code before} and it are dead. */
  private record Fallback(List<RingPeer> owners, RingPeer before, int steps) {}

  private final ChordContext node;
  private final long target;
  private final TrafficClass trafficClass;
  private final Lookups.Listener listener;
  private final long deadline;
  private final List<RingPeer> candidates = new ArrayList<>(4); // the closest first
  private final List<Integer> candidateSteps = new ArrayList<>(4); // that led to each of them
  private final List<Peer> tried = new ArrayList<>(4);
  private int hops;
  private int timeouts;
  private int pauses;
  private int open;
  private boolean done;
  private @Nullable Fallback fallback;

  public IterativeLookup(
      ChordContext node, long target, TrafficClass trafficClass, Lookups.Listener listener) {
    this.node = node;
    this.target = target;
    this.trafficClass = trafficClass;
    this.listener = listener;
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
      List<RingPeer> closest = routing.closestPreceding(target, STARTS_MAX);
      if (listener.trace() != null) {
        closest.forEach(peer -> learned(peer, routing.tableOf(peer)));
      }
      closest.forEach(peer -> addCandidate(peer, 0));
      goOn();
    }
  }

  private void end(List<RingPeer> owners, RingPeer before, int steps) {
    done = true;
    if (listener.trace() != null) {
      owners.forEach(owner -> learned(owner, namedBy(before)));
    }
    listener.onOwner(owners, before, new Lookups.Cost(hops, timeouts, steps));
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

  private String namedBy(RingPeer peer) {
    return peer.equals(node.routing().self())
        ? RoutingState.SUCCESSOR_TABLE
        : "reply of " + peer.peer();
  }

  private void learned(RingPeer peer, String source) {
    SearchTrace trace = listener.trace();
    if (trace != null) {
      trace.learned(peer.peer(), source);
    }
  }

  private void answered(RingPeer peer, ChordMessage.NextHops reply) {
    SearchTrace trace = listener.trace();
    if (trace != null) {
      String what = reply.ownerKnown() ? "owner and successors" : "closer members";
      trace.answered(peer.peer(), reply.peers().size() + " " + what, node.host().nowNanos());
      if (!reply.ownerKnown()) {
        reply.peers().forEach(closer -> learned(closer, namedBy(peer)));
      }
    }
  }

  /** Starts at another member, for a node that is not a member yet. */
  public void startAt(RingPeer member) {
    pauses = node.config().pausesMax(); // none: the caller tries another contact
    addCandidate(member, 0);
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
      Candidate next = nextCandidate();
      if (next == null) {
        break;
      }
      ask(next);
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
      listener.onNoOwner(new Lookups.Cost(hops, timeouts, 0));
    }
  }

  /** Adds a member in its place, unless it or enough closer ones are candidates. */
  private void addCandidate(RingPeer peer, int steps) {
    int place = candidates.size();
    while (place > 0 && isCloser(peer, candidates.get(place - 1))) {
      place--;
    }
    boolean known = place > 0 && candidates.get(place - 1).equals(peer);
    if (!known && place < CANDIDATES_MAX) {
      candidates.add(place, peer);
      candidateSteps.add(place, steps);
    }
    if (candidates.size() > CANDIDATES_MAX) {
      candidates.remove(CANDIDATES_MAX);
      candidateSteps.remove(CANDIDATES_MAX);
    }
  }

  private boolean isCloser(RingPeer peer, RingPeer other) {
    long left = RingId.distance(peer.id(), target);
    return Long.compareUnsigned(left, RingId.distance(other.id(), target)) < 0;
  }

  /** The closest candidate not asked yet; null if there is none. */
  private @Nullable Candidate nextCandidate() {
    while (!candidates.isEmpty()) {
      RingPeer next = candidates.remove(0);
      int steps = candidateSteps.remove(0);
      if (!tried.contains(next.peer())) {
        return new Candidate(next, steps);
      }
    }
    return null;
  }

  private void ask(Candidate next) {
    SearchTrace trace = listener.trace();
    if (trace != null) {
      trace.asked(next.peer.peer(), "next hop", node.host().nowNanos());
    }
    tried.add(next.peer.peer());
    hops++;
    open++;
    node.ask(
        next.peer.peer(),
        id -> new ChordMessage.FindNextHop(id, target, trafficClass),
        next,
        deadline - node.host().nowNanos());
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

  private void onReply(RingPeer peer, int steps, ChordMessage.NextHops reply) {
    open--;
    node.replied(peer);
    answered(peer, reply);
    if (done) {
      return; // another member answered first
    }
    if (!reply.ownerKnown()) {
      addCloser(peer, reply.peers(), steps);
      fallBackTo(reply.following(), peer, steps);
      goOn();
    } else if (!areOwners(reply.peers(), target, peer)) {
      node.refuse(peer.peer(), "owner does not follow the target");
      goOn();
    } else {
      end(reply.peers(), peer, steps);
    }
  }

  /** Adds the peers that are closer to the target than the asked one; refuses any other. */
  private void addCloser(RingPeer asked, List<RingPeer> peers, int steps) {
    boolean farther = false;
    for (RingPeer peer : peers) {
      if (RingId.isBetween(asked.id(), peer.id(), target)) {
        addCandidate(peer, steps);
      } else {
        farther = true;
      }
    }
    if (farther) {
      node.refuse(asked.peer(), "next hop is no closer to the target");
    }
  }

  private void onFailure(RingPeer asked) {
    open--;
    timeouts++;
    if (listener.trace() != null) {
      listener.trace().timedOut(asked.peer(), node.host().nowNanos());
    }
    node.timedOut(asked);
    if (!done) {
      goOn();
    }
  }
}
