package io.duet.chord.lookup;

import io.duet.chord.id.RingPeer;
import io.duet.chord.message.ChordMessage;
import io.duet.chord.ring.ChordConfig;
import io.duet.chord.ring.ChordContext;
import io.duet.chord.ring.RoutingState;
import io.duet.node.TrafficClass;
import io.duet.overlay.trace.SearchTrace;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Starts lookups, iterative or recursive as the settings say, and answers those of others. */
public final class Lookups {
  private static final int ALTERNATIVES = 3;

  /** Receives the result of a lookup: exactly one of the two methods is called, once. */
  public interface Listener {

    /**
     * The owner is known.
     *
     * @param owners the owner and members that follow it
     * @param before the member that named the owner, and precedes the target
     */
    void onOwner(List<RingPeer> owners, RingPeer before, Cost cost);

    /** The lookup failed; by default this is ignored. */
    default void onNoOwner(Cost cost) {}

    /** Where the steps of the lookup are noted; null, the default, for a lookup without a trace. */
    default @Nullable SearchTrace trace() {
      return null;
    }
  }

  /**
   * The cost of a lookup.
   *
   * @param hops messages that carried the lookup, including unanswered ones, without the last step
   *     to the owner
   * @param timeouts how many of them were not answered
   * @param steps answered messages on the path that led to the owner
   */
  public record Cost(int hops, int timeouts, int steps) {}

  private final ChordContext node;
  private @Nullable RecursiveLookups routes; // created by the first recursive lookup

  public Lookups(ChordContext node) {
    this.node = node;
  }

  /** Looks up the owner of a position; iteratively if the node is not a member yet. */
  public void start(long target, TrafficClass trafficClass, Listener listener) {
    if (node.isJoined() && node.config().lookup() != ChordConfig.Mode.ITERATIVE) {
      routes().start(target, trafficClass, listener);
    } else {
      new IterativeLookup(node, target, trafficClass, listener).start();
    }
  }

  /** The next hops that a node knows; none before it is a member. */
  public static ChordMessage.NextHops answer(ChordContext node, ChordMessage.FindNextHop find) {
    RoutingState routing = node.routing();
    long target = find.target();
    boolean known = node.isJoined() && routing.precedes(target);
    List<RingPeer> peers =
        known ? routing.following() : routing.closestPreceding(target, ALTERNATIVES);
    List<RingPeer> following = known ? List.of() : routing.listedFrom(target);
    return new ChordMessage.NextHops(
        find.requestId(), known, peers, following, find.trafficClass());
  }

  /** The recursive lookups that this member started or forwarded. */
  public RecursiveLookups routes() {
    if (routes == null) {
      routes = new RecursiveLookups(node);
    }
    return routes;
  }
}
