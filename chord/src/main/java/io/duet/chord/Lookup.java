package io.duet.chord;

import io.duet.node.PeerAddress;
import io.duet.node.Purpose;
import io.duet.node.ReplyHandler;
import io.duet.node.Timer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the owner of a position iteratively: the origin asks one member after the other, each
 * closer to the target than the one before (SIGCOMM 2001, section 4.3). A peer that does not answer
 * is skipped, and the next best one known is asked; when none is left, the lookup waits for the
 * ring to be repaired and starts again, each time after a longer pause, until its deadline.
 */
final class Lookup implements ReplyHandler<ChordMessage.NextHops> {
  private static final int CANDIDATES_MAX = 8;
  private static final int HOPS_MAX = 128;
  private static final long PAUSE_NANOS = 50_000_000;
  private static final int PAUSES_MAX = 8;

  /** Rings when a lookup may start again. */
  record Resume(Lookup lookup) implements Timer {}

  /** What goes on when a lookup ends; exactly one of the two is called, once. */
  interface Listener {

    /**
     * The owner is known.
     *
     * @param owners the owner and members that follow it
     * @param before the member that named the owner: it precedes the target
     */
    void onOwner(List<RingPeer> owners, RingPeer before, Cost cost);

    /** The lookup was given up. */
    void onNoOwner(Cost cost);
  }

  /**
   * What a lookup took.
   *
   * @param hops messages that carried it onwards, unanswered ones too, the step to the owner not
   * @param timeouts how many of them nobody answered
   */
  record Cost(int hops, int timeouts) {
    static final Cost NONE = new Cost(0, 0);
  }

  private final ChordNode node;
  private final long target;
  private final Purpose purpose;
  private final Listener listener;
  private final long deadline;
  private final List<RingPeer> candidates = new ArrayList<>(4);
  private final List<PeerAddress> tried = new ArrayList<>(4);
  private RingPeer asked;
  private int hops;
  private int timeouts;
  private int pauses;

  Lookup(ChordNode node, long target, Purpose purpose, Listener listener) {
    this.node = node;
    this.target = target;
    this.purpose = purpose;
    this.listener = listener;
    this.asked = node.view().self();
    this.deadline = node.host().nowNanos() + node.config().lookupNanos();
  }

  /** Begins at this node itself. */
  void start() {
    RingView view = node.view();
    if (view.owns(target)) {
      RingPeer before = view.predecessor() == null ? view.self() : view.predecessor();
      listener.onOwner(selfAndSuccessors(view), before, cost());
    } else if (view.precedes(target)) {
      listener.onOwner(List.copyOf(view.successors()), view.self(), cost());
    } else {
      candidates.addAll(view.closestPreceding(target, CANDIDATES_MAX));
      askNext();
    }
  }

  /** An owner that has not got its records yet finds them at those that follow it. */
  private static List<RingPeer> selfAndSuccessors(RingView view) {
    List<RingPeer> owners = new ArrayList<>(view.successors().size() + 1);
    owners.add(view.self());
    if (!view.isAlone()) {
      owners.addAll(view.successors());
    }
    return owners;
  }

  /** Begins at another member, for a node that is not one yet. */
  void startAt(RingPeer member) {
    pauses = PAUSES_MAX; // the caller tries again, perhaps at another member
    candidates.add(member);
    askNext();
  }

  /** Begins at this node itself, after another way to look it up was not answered. */
  void startAfterTimeout() {
    timeouts++;
    start();
  }

  /** Starts again with what this node has learned meanwhile. */
  void resume() {
    tried.clear();
    start();
  }

  private void askNext() {
    boolean late = hops >= HOPS_MAX || node.host().nowNanos() >= deadline;
    RingPeer next = late ? null : nextCandidate();
    if (next != null) {
      ask(next);
    } else if (!late && pauses < PAUSES_MAX) {
      long left = deadline - node.host().nowNanos();
      node.host().setTimer(new Resume(this), Math.min(left, PAUSE_NANOS << pauses++));
    } else {
      listener.onNoOwner(cost());
    }
  }

  /** The best peer that was not asked yet, or null. */
  private @Nullable RingPeer nextCandidate() {
    while (!candidates.isEmpty()) {
      RingPeer next = candidates.remove(0);
      if (!tried.contains(next.address())) {
        return next;
      }
    }
    return null;
  }

  private void ask(RingPeer peer) {
    asked = peer;
    tried.add(peer.address());
    hops++;
    long left = deadline - node.host().nowNanos();
    node.ask(peer.address(), id -> new ChordMessage.FindNext(id, target, purpose), this, left);
  }

  @Override
  public void onReply(ChordMessage.NextHops reply) {
    node.learn(asked, 0);
    if (!reply.ownerKnown()) {
      addCloser(reply.peers());
      askNext();
    } else if (!areOwners(reply.peers(), target, asked)) {
      node.refuse(asked.address(), "owner does not follow the target");
      askNext();
    } else {
      listener.onOwner(reply.peers(), asked, cost());
    }
  }

  /** Whether these can own a position that {@code before} precedes, and follow each other. */
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

  /** Takes the peers that are closer to the target than the one that named them, as all must be. */
  private void addCloser(List<RingPeer> peers) {
    int place = 0;
    for (int i = 0; i < peers.size(); i++) {
      RingPeer peer = peers.get(i);
      if (RingId.isBetween(asked.id(), peer.id(), target)) {
        candidates.add(place++, peer);
      }
    }
    if (place < peers.size()) {
      node.refuse(asked.address(), "next hop is no closer to the target");
    }
    while (candidates.size() > CANDIDATES_MAX) {
      candidates.remove(candidates.size() - 1);
    }
  }

  private Cost cost() {
    return hops == 0 && timeouts == 0 ? Cost.NONE : new Cost(hops, timeouts);
  }

  @Override
  public void onFailure() {
    timeouts++;
    node.onDead(asked);
    askNext();
  }
}
