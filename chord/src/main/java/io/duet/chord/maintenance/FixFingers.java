package io.duet.chord.maintenance;

import io.duet.chord.id.RingId;
import io.duet.chord.id.RingPeer;
import io.duet.chord.lookup.IterativeLookup;
import io.duet.chord.lookup.Lookups;
import io.duet.chord.message.ChordMessage;
import io.duet.chord.ring.ChordContext;
import io.duet.chord.ring.RoutingState;
import io.duet.node.TrafficClass;
import io.duet.rpc.ReplyHandler;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Fix fingers: a member checks one finger per period, in one round trip. A finger is correct if its
 * predecessor lies before the start of its interval. Otherwise that predecessor becomes the finger,
 * and a lookup finds the best one. The rule of SIGCOMM 2001, section 4.4, does a lookup each time.
 *
 * <p>Messages out: {@link ChordMessage.GetPredecessor}, {@link ChordMessage.FindNextHop}.
 */
public final class FixFingers {
  private static final int ROUNDS_PER_CHOICE = 8;

  private final ChordContext node;
  private short turn;

  FixFingers(ChordContext node) {
    this.node = node;
  }

  /** Checks the next finger. */
  public void checkNext() {
    int count = node.routing().fingerCount();
    if (count > 0) {
      turn = (short) ((turn + 1) % count);
      new Check(node.routing().lowestFinger() + turn, false).start();
    }
  }

  /** Looks up all fingers, the lowest first, unless the settings disable fix fingers. */
  void lookUpAll() {
    if (node.config().fixFingersNanos() > 0 && node.routing().fingerCount() > 0) {
      new Check(node.routing().lowestFinger(), true).start();
    }
  }

  private boolean choosesNearest() {
    return node.config().proximity() > 1;
  }

  /** Checks one finger. */
  private final class Check implements Lookups.Listener {
    private final int index;
    private final boolean all; // whether the higher fingers are looked up next

    Check(int index, boolean all) {
      this.index = index;
      this.all = all;
    }

    void start() {
      RingPeer known = node.routing().finger(index);
      if (known == null || all) {
        lookUp();
      } else {
        node.ask(
            known.peer(),
            ChordMessage.GetPredecessor::new,
            ReplyHandler.of(reply -> onAlive(known, reply.predecessor()), () -> onDead(known)));
      }
    }

    private void lookUp() {
      new IterativeLookup(node, node.routing().fingerStart(index), TrafficClass.MAINTENANCE, this)
          .start();
    }

    private void onAlive(RingPeer finger, @Nullable RingPeer before) {
      long start = node.routing().fingerStart(index);
      if (choosesNearest()) { // any live member of the interval will do, now and then a nearer one
        if (node.host().random().nextInt(ROUNDS_PER_CHOICE) == 0) {
          lookUp();
        }
      } else if (before != null && RingId.isBetween(start - 1, before.id(), finger.id())) {
        node.routing().finger(index, before);
        lookUp(); // there may be a better one
      }
    }

    private void onDead(RingPeer finger) {
      node.timedOut(finger);
      start();
    }

    @Override
    public void onOwner(List<RingPeer> owners, RingPeer before, Lookups.Cost cost) {
      RingPeer owner = owners.get(0);
      if (!choosesNearest() || node.routing().finger(index) == null) {
        node.routing().finger(index, owner);
      }
      if (choosesNearest() && !owner.equals(node.routing().self())) {
        new ProximityNeighborSelection(node, index, owner).start();
      }
      if (all) {
        lookUpHigher(owner);
      }
    }

    /** Sets the higher fingers that have the same owner, and looks up the first that has not. */
    private void lookUpHigher(RingPeer owner) {
      RoutingState routing = node.routing();
      long reach =
          RingId.distance(routing.self().id(), owner.id()) - 1; // all, if the owner is this member
      for (int higher = index + 1; higher < routing.fingerLimit(); higher++) {
        long span = RingId.distance(routing.self().id(), routing.fingerStart(higher));
        if (Long.compareUnsigned(span - 1, reach) > 0) {
          new Check(higher, true).start();
          return;
        }
        routing.finger(higher, owner);
      }
    }
  }
}
