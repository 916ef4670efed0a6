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
     * @param hops messages that carried the lookup onwards, the step to the owner not among them
     */
    void onOwner(List<RingPeer> owners, RingPeer before, int hops);

    /** The lookup was given up after so many hops. */
    void onNoOwner(int hops);
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
      listener.onOwner(selfAndSuccessors(view), before, hops);
    } else if (RingId.isWithin(view.self().id(), target, view.successor().id())) {
      listener.onOwner(List.copyOf(view.successors()), view.self(), hops);
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
      node.host().setTimer(new Resume(this), PAUSE_NANOS << pauses++);
    } else {
      listener.onNoOwner(hops);
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
    node.ask(peer.address(), id -> new ChordMessage.FindNext(id, target, purpose), this);
  }

  @Override
  public void onReply(ChordMessage.NextHops reply) {
    if (!reply.ownerKnown()) {
      addCloser(reply.peers());
      askNext();
    } else if (reply.peers().isEmpty()
        || !RingId.isWithin(asked.id(), target, reply.peers().get(0).id())) {
      node.refuse(asked.address(), "owner does not follow the target");
      askNext();
    } else {
      listener.onOwner(reply.peers(), asked, hops);
    }
  }

  /** Takes the peers that are closer to the target than the one that named them. */
  private void addCloser(List<RingPeer> peers) {
    int place = 0;
    for (int i = 0; i < peers.size(); i++) {
      RingPeer peer = peers.get(i);
      if (RingId.isBetween(asked.id(), peer.id(), target)) {
        candidates.add(place++, peer);
      }
    }
    while (candidates.size() > CANDIDATES_MAX) {
      candidates.remove(candidates.size() - 1);
    }
  }

  @Override
  public void onFailure() {
    node.onDead(asked);
    askNext();
  }
}
