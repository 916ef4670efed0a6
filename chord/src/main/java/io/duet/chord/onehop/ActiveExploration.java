package io.duet.chord.onehop;

import io.duet.chord.id.RingId;
import io.duet.chord.id.RingPeer;
import io.duet.chord.message.ChordMessage;
import io.duet.chord.message.WireLimits;
import io.duet.chord.ring.ChordContext;
import io.duet.rpc.ReplyHandler;
import java.util.ArrayList;
import java.util.List;

/**
 * Active exploration: a member reads the location table of another one every ten minutes, within
 * its bandwidth budget, because rumors do not reach all members (J. Li et al., NSDI 2005, section
 * 3.2). A newcomer reads its successor's table, later that of a random member. A peer known here
 * but not there is asked whether it is alive.
 *
 * <p>Messages: {@link ChordMessage.GetLocations}, {@link ChordMessage.Locations}.
 */
final class ActiveExploration {
  private static final int AGAIN_SECONDS = 600;
  private static final int DOUBTED_MAX = 16; // per reply
  private static final int DOUBT_SECONDS = 120; // most rumors arrive earlier

  private final ChordContext node;
  private final Gossip gossip;
  private final BandwidthBudget budget;
  private int againAtSeconds;
  private long exploredTo;
  private boolean exploring = true;

  /** An exploration that starts at this member's own position. */
  ActiveExploration(Gossip gossip) {
    this.gossip = gossip;
    this.node = gossip.node;
    this.budget = gossip.budget;
    this.exploredTo = node.routing().self().id();
  }

  /** Requests the next part of a table: the successor's at first, later that of a random member. */
  void goOn() {
    if (!exploring && gossip.nowSeconds() >= againAtSeconds) {
      exploredTo = node.routing().self().id();
      exploring = true;
    }
    if (!exploring || budget.entries() < WireLimits.SIGHTINGS_MAX) {
      return;
    }
    boolean first = gossip.size() < node.config().successors() || againAtSeconds == 0;
    RingPeer to =
        first ? node.routing().successor() : gossip.at(node.host().random().nextInt(gossip.size()));
    if (!to.equals(node.routing().self())) {
      long after = exploredTo;
      long until = node.routing().self().id();
      budget.pay(1, 0);
      node.ask(
          to.peer(),
          id -> new ChordMessage.GetLocations(id, after, until),
          ReplyHandler.of(reply -> onReply(to, reply.sightings()), () -> node.timedOut(to)));
    }
  }

  private void onReply(RingPeer asked, List<ChordMessage.Sighting> sightings) {
    budget.pay(1, sightings.size());
    gossip.learn(asked, 0);
    long self = node.routing().self().id();
    long last = exploredTo;
    for (ChordMessage.Sighting seen : sightings) {
      if (!RingId.isBetween(last, seen.peer().id(), self)) {
        node.refuse(asked.peer(), "peers out of order");
        break;
      }
      gossip.learn(seen.peer(), seen.ageSeconds());
      last = seen.peer().id();
    }
    boolean done = sightings.size() < WireLimits.SIGHTINGS_MAX || !isWithin(last);
    doubt(exploredTo, done ? self : last, sightings);
    exploredTo = last;
    if (done) {
      exploring = false;
      againAtSeconds = gossip.nowSeconds() + AGAIN_SECONDS;
    }
  }

  /** Asks peers between two positions that {@code seen} lacks whether they are alive. */
  private void doubt(long after, long until, List<ChordMessage.Sighting> seen) {
    int next = 0;
    int index = gossip.firstAtOrBeyond(distanceTo(after + 1));
    for (int asked = 0; index < gossip.size() && asked < DOUBTED_MAX; index++) {
      RingPeer peer = gossip.at(index);
      if (!RingId.isWithin(after, peer.id(), until)) {
        return;
      }
      while (next < seen.size() && RingId.isBetween(after, seen.get(next).peer().id(), peer.id())) {
        next++;
      }
      boolean confirmed = next < seen.size() && seen.get(next).peer().equals(peer);
      if (!confirmed && gossip.heardSecondsAt(index) < gossip.nowSeconds() - DOUBT_SECONDS) {
        asked++;
        budget.pay(2, 1);
        node.ask(
            peer.peer(),
            ChordMessage.GetPredecessor::new,
            ReplyHandler.of(reply -> gossip.learn(peer, 0), () -> node.timedOut(peer)));
      }
    }
  }

  private boolean isWithin(long position) {
    long away = RingId.distance(node.routing().self().id(), position);
    return Long.compareUnsigned(away, gossip.reach()) <= 0;
  }

  /** The first table entries between two positions, with their ages. */
  ChordMessage.Locations answer(ChordMessage.GetLocations get) {
    List<ChordMessage.Sighting> sightings = new ArrayList<>();
    int index = gossip.firstAtOrBeyond(distanceTo(get.after() + 1));
    for (int i = 0; i < gossip.size() && sightings.size() < WireLimits.SIGHTINGS_MAX; i++) {
      int at = (index + i) % gossip.size();
      if (!RingId.isBetween(get.after(), gossip.at(at).id(), get.until())) {
        break;
      }
      int age = Math.max(0, gossip.nowSeconds() - gossip.heardSecondsAt(at));
      sightings.add(new ChordMessage.Sighting(gossip.at(at), age));
    }
    return new ChordMessage.Locations(get.requestId(), sightings);
  }

  private long distanceTo(long position) {
    return RingId.distance(node.routing().self().id(), position);
  }
}
