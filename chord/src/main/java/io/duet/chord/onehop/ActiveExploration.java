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
 * Active exploration: reads the location table of another member every ten minutes, as far as the
 * bandwidth budget allows, because rumors do not reach all (J. Li et al., NSDI 2005, section 3.2,
 * explores for the same reason). A newcomer reads its successor's table, later that of a random
 * member. A member known here but not there is asked whether it lives.
 *
 * <p>Messages: {@link ChordMessage.GetLocations}, {@link ChordMessage.Locations}.
 */
final class ActiveExploration {
  private static final int AGAIN_SECONDS = 600;
  private static final int DOUBTED_MAX = 16; // in one answer
  private static final int DOUBT_SECONDS = 120; // later than most rumors

  private final ChordContext node;
  private final Gossip gossip;
  private final LocationTable table;
  private final BandwidthBudget budget;
  private int againAtSeconds;
  private long exploredTo;
  private boolean exploring;

  ActiveExploration(ChordContext node, Gossip gossip, LocationTable table, BandwidthBudget budget) {
    this.node = node;
    this.gossip = gossip;
    this.table = table;
    this.budget = budget;
  }

  /** Begins at this member's own position. */
  void begin() {
    exploredTo = node.routing().self().id();
    exploring = true;
  }

  /** Reads on through the table of a neighbour at first, and of anyone later. */
  void goOn() {
    if (!exploring && gossip.nowSeconds() >= againAtSeconds) {
      begin();
    }
    if (!exploring || budget.entries() < WireLimits.SIGHTINGS_MAX) {
      return;
    }
    boolean first = table.size() < node.config().successors() || againAtSeconds == 0;
    RingPeer to =
        first ? node.routing().successor() : table.at(node.host().random().nextInt(table.size()));
    if (!to.equals(node.routing().self())) {
      long after = exploredTo;
      long until = node.routing().self().id();
      budget.pay(1, 0);
      node.ask(to.peer(), id -> new ChordMessage.GetLocations(id, after, until), new Reading(to));
    }
  }

  private final class Reading implements ReplyHandler<ChordMessage.Locations> {
    private final RingPeer asked;

    Reading(RingPeer asked) {
      this.asked = asked;
    }

    @Override
    public void onReply(ChordMessage.Locations reply) {
      budget.pay(1, reply.sightings().size());
      gossip.learn(asked, 0);
      long self = node.routing().self().id();
      long last = exploredTo;
      for (ChordMessage.Sighting seen : reply.sightings()) {
        boolean onwards = RingId.isBetween(last, seen.peer().id(), self);
        if (!onwards) {
          node.refuse(asked.peer(), "peers out of order");
          break;
        }
        gossip.learn(seen.peer(), seen.ageSeconds());
        last = seen.peer().id();
      }
      boolean done = reply.sightings().size() < WireLimits.SIGHTINGS_MAX || !isWithin(last);
      doubt(exploredTo, done ? self : last, reply.sightings());
      exploredTo = last;
      if (done) {
        exploring = false;
        againAtSeconds = gossip.nowSeconds() + AGAIN_SECONDS;
      }
    }

    @Override
    public void onFailure() {
      node.silent(asked);
    }
  }

  /** Asks those between two positions whether they live of which another has not heard. */
  private void doubt(long after, long until, List<ChordMessage.Sighting> seen) {
    int next = 0;
    int place = table.firstAtOrBeyond(distanceTo(after + 1));
    for (int asked = 0; place < table.size() && asked < DOUBTED_MAX; place++) {
      RingPeer peer = table.at(place);
      if (!RingId.isWithin(after, peer.id(), until)) {
        return;
      }
      while (next < seen.size() && RingId.isBetween(after, seen.get(next).peer().id(), peer.id())) {
        next++;
      }
      boolean confirmed = next < seen.size() && seen.get(next).peer().equals(peer);
      if (!confirmed && table.heardSecondsAt(place) < gossip.nowSeconds() - DOUBT_SECONDS) {
        asked++;
        budget.pay(2, 1);
        node.ask(peer.peer(), ChordMessage.GetPredecessor::new, new Doubt(peer));
      }
    }
  }

  private final class Doubt implements ReplyHandler<ChordMessage.Predecessor> {
    private final RingPeer peer;

    Doubt(RingPeer peer) {
      this.peer = peer;
    }

    @Override
    public void onReply(ChordMessage.Predecessor reply) {
      gossip.learn(peer, 0);
    }

    @Override
    public void onFailure() {
      node.silent(peer);
    }
  }

  private boolean isWithin(long position) {
    long away = RingId.distance(node.routing().self().id(), position);
    return Long.compareUnsigned(away, gossip.reach()) <= 0;
  }

  /** The first cached peers between two positions, with their ages. */
  ChordMessage.Locations answer(ChordMessage.GetLocations get) {
    List<ChordMessage.Sighting> sightings = new ArrayList<>();
    int place = table.firstAtOrBeyond(distanceTo(get.after() + 1));
    for (int i = 0; i < table.size() && sightings.size() < WireLimits.SIGHTINGS_MAX; i++) {
      int at = (place + i) % table.size();
      if (!RingId.isBetween(get.after(), table.at(at).id(), get.until())) {
        break;
      }
      int age = Math.max(0, gossip.nowSeconds() - table.heardSecondsAt(at));
      sightings.add(new ChordMessage.Sighting(table.at(at), age));
    }
    return new ChordMessage.Locations(get.requestId(), sightings);
  }

  private long distanceTo(long position) {
    return RingId.distance(node.routing().self().id(), position);
  }
}
