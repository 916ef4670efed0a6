package io.duet.chord;

import io.duet.node.Purpose;
import io.duet.rpc.ReplyHandler;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Checks one finger in one round trip: it is right as long as its predecessor lies before the start
 * of its interval; otherwise that predecessor is a better finger, and a lookup finds the best.
 */
final class FingerFixing implements Lookup.Listener, ReplyHandler<ChordMessage.Predecessor> {
  private static final int ROUNDS_PER_CHOICE = 8;

  private final ChordNode node;
  private final int index;
  private final boolean all;
  private @Nullable RingPeer finger;

  /**
   * The fixing of one finger.
   *
   * @param all whether all higher fingers are looked up after this one
   */
  FingerFixing(ChordNode node, int index, boolean all) {
    this.node = node;
    this.index = index;
    this.all = all;
  }

  void start() {
    RingPeer known = node.view().finger(index);
    finger = known;
    if (known == null || all) {
      lookUp();
    } else {
      node.ask(known.address(), ChordMessage.GetPredecessor::new, this);
    }
  }

  private void lookUp() {
    new Lookup(node, node.view().fingerStart(index), Purpose.MAINTENANCE, this).start();
  }

  @Override
  public void onReply(ChordMessage.Predecessor reply) {
    if (isNearest()) {
      chooseAgain();
      return;
    }
    RingPeer before = reply.predecessor();
    RingPeer known = finger;
    long start = node.view().fingerStart(index);
    if (before != null && known != null && RingId.isBetween(start - 1, before.id(), known.id())) {
      node.view().finger(index, before);
      lookUp(); // there may be better ones still
    }
  }

  private boolean isNearest() {
    return node.config().proximity() > 1;
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
      node.onDead(finger);
      finger = null;
      start();
    }
  }

  @Override
  public void onOwner(List<RingPeer> owners, RingPeer before, Lookup.Cost cost) {
    RingPeer owner = owners.get(0);
    if (!isNearest() || node.view().finger(index) == null) {
      node.view().finger(index, owner);
    }
    if (isNearest() && !owner.equals(node.view().self())) {
      new NearestFinger(node, index, owner).start();
    }
    if (all) {
      lookUpHigher(owner);
    }
  }

  /** Sets the higher fingers that are the same peer, and looks up the first that is not. */
  private void lookUpHigher(RingPeer owner) {
    RingView view = node.view();
    long reach = RingId.distance(view.self().id(), owner.id()) - 1; // self reaches all
    for (int higher = index + 1; higher < view.fingerLimit(); higher++) {
      long span = RingId.distance(view.self().id(), view.fingerStart(higher));
      if (Long.compareUnsigned(span - 1, reach) > 0) {
        new FingerFixing(node, higher, true).start();
        return;
      }
      node.view().finger(higher, owner);
    }
  }

  @Override
  public void onNoOwner(Lookup.Cost cost) {
    // tried again when its turn comes
  }
}
