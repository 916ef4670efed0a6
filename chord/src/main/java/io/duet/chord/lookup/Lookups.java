package io.duet.chord.lookup;

import io.duet.chord.id.RingPeer;
import io.duet.chord.ring.ChordConfig;
import io.duet.chord.ring.ChordContext;
import io.duet.node.TrafficClass;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the owners of positions in the way that the settings ask for. */
public final class Lookups {

  /** Takes the result of a lookup; exactly one of the two is called, once. */
  public interface Listener {

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
   * The cost of a lookup.
   *
   * @param hops messages that carried it onwards, unanswered ones too, the step to the owner not
   * @param timeouts how many of them nobody answered
   * @param steps answered messages on the one way that led to the owner
   */
  public record Cost(int hops, int timeouts, int steps) {
    static final Cost NONE = new Cost(0, 0, 0);
  }

  private final ChordContext node;
  private @Nullable RecursiveLookups routes; // made by the first recursive lookup

  public Lookups(ChordContext node) {
    this.node = node;
  }

  /** Looks up the owner of a position; a node that is no member yet does so iteratively. */
  public void start(long target, TrafficClass purpose, Listener listener) {
    if (node.isJoined() && node.config().lookup() != ChordConfig.Mode.ITERATIVE) {
      routes().start(target, purpose, listener);
    } else {
      new IterativeLookup(node, target, purpose, listener).start();
    }
  }

  /** The recursive lookups that this member started or handed on. */
  public RecursiveLookups routes() {
    if (routes == null) {
      routes = new RecursiveLookups(node);
    }
    return routes;
  }
}
