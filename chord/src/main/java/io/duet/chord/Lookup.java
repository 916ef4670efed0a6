package io.duet.chord;

import io.duet.node.PeerAddress;
import io.duet.node.Purpose;
import io.duet.node.ReplyHandler;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds the owner of a position iteratively: the origin asks one member after the other, each
 * closer to the target than the one before (SIGCOMM 2001, section 4.3). A peer that does not answer
 * is skipped, and the next best one known is asked; when none is left, the lookup starts again with
 * what this node has learned meanwhile, until its deadline.
 */
final class Lookup implements ReplyHandler<ChordMessage.NextHops> {
  private static final int CANDIDATES_MAX = 8;
  private static final int HOPS_MAX = 128;
  private static final int STARTS_MAX = 4;

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
  private final List<PeerAddress> silent = new ArrayList<>(0);
  private RingPeer asked;
  private int hops;
  private int starts;

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
      listener.onOwner(List.of(view.self()), before, hops);
    } else if (RingId.isWithin(view.self().id(), target, view.successor().id())) {
      listener.onOwner(List.copyOf(view.successors()), view.self(), hops);
    } else {
      candidates.addAll(view.closestPreceding(target, CANDIDATES_MAX));
      askNext();
    }
  }

  /** Begins at another member, for a node that is not one yet. */
  void startAt(RingPeer member) {
    starts = STARTS_MAX;
    candidates.add(member);
    askNext();
  }

  private void askNext() {
    candidates.removeIf(peer -> silent.contains(peer.address()));
    boolean late = hops >= HOPS_MAX || node.host().nowNanos() >= deadline;
    if (!late && !candidates.isEmpty()) {
      ask(candidates.remove(0));
    } else if (!late && ++starts < STARTS_MAX) {
      silent.clear();
      start();
    } else {
      listener.onNoOwner(hops);
    }
  }

  private void ask(RingPeer peer) {
    asked = peer;
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
    for (RingPeer peer : peers) {
      if (RingId.isBetween(asked.id(), peer.id(), target) && !candidates.contains(peer)) {
        candidates.add(place++, peer);
      }
    }
    while (candidates.size() > CANDIDATES_MAX) {
      candidates.remove(candidates.size() - 1);
    }
  }

  @Override
  public void onFailure() {
    silent.add(asked.address());
    node.onDead(asked);
    askNext();
  }
}
