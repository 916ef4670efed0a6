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
 * Fix fingers: checks one finger after the other, each in one round trip. A finger is right as long
 * as its predecessor lies before the start of its interval; otherwise that predecessor is a better
 * finger, and a lookup finds the best (SIGCOMM 2001, section 4.4).
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

  /** Looks up all fingers, from the lowest one on, in a ring that fixes fingers. */
  void lookUpAll() {
    if (node.config().fixFingersNanos() > 0 && node.routing().fingerCount() > 0) {
      new Check(node.routing().lowestFinger(), true).start();
    }
  }

  private boolean choosesNearest() {
    return node.config().proximity() > 1;
  }

  /** The check of one finger. */
  private final class Check implements Lookups.Listener, ReplyHandler<ChordMessage.Predecessor> {
    private final int index;
    private final boolean all; // whether all higher fingers are looked up after this one
    private @Nullable RingPeer finger;

    Check(int index, boolean all) {
      this.index = index;
      this.all = all;
    }

    void start() {
      RingPeer known = node.routing().finger(index);
      finger = known;
      if (known == null || all) {
        lookUp();
      } else {
        node.ask(known.peer(), ChordMessage.GetPredecessor::new, this);
      }
    }

    private void lookUp() {
      new IterativeLookup(node, node.routing().fingerStart(index), TrafficClass.MAINTENANCE, this)
          .start();
    }

    @Override
    public void onReply(ChordMessage.Predecessor reply) {
      if (choosesNearest()) {
        chooseAgain();
        return;
      }
      RingPeer before = reply.predecessor();
      RingPeer known = finger;
      long start = node.routing().fingerStart(index);
      if (before != null && known != null && RingId.isBetween(start - 1, before.id(), known.id())) {
        node.routing().finger(index, before);
        lookUp(); // there may be better ones still
      }
    }

    /** Any live member of the interval will do; from time to time a nearer one is looked for. */
    private void chooseAgain() {
      if (node.host().random().nextInt(ROUNDS_PER_CHOICE) == 0) {
        lookUp();
      }
    }

    @Override
    public void onFailure() {
      if (finger != null) {
        node.silent(finger);
        finger = null;
        start();
      }
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

    /** Sets the higher fingers that are the same peer, and looks up the first that is not. */
    private void lookUpHigher(RingPeer owner) {
      RoutingState routing = node.routing();
      long reach = RingId.distance(routing.self().id(), owner.id()) - 1; // self reaches all
      for (int higher = index + 1; higher < routing.fingerLimit(); higher++) {
        long span = RingId.distance(routing.self().id(), routing.fingerStart(higher));
        if (Long.compareUnsigned(span - 1, reach) > 0) {
          new Check(higher, true).start();
          return;
        }
        routing.finger(higher, owner);
      }
    }

    @Override
    public void onNoOwner(Lookups.Cost cost) {
      // tried again when its turn comes
    }
  }
}
