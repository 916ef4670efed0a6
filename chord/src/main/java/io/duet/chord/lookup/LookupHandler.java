package io.duet.chord.lookup;

import io.duet.chord.id.RingPeer;
import io.duet.chord.message.ChordMessage;
import io.duet.chord.ring.ChordContext;
import io.duet.chord.ring.RoutingState;
import java.util.List;

/** Answers {@link ChordMessage.FindNextHop}: one step of another node's iterative lookup. */
public final class LookupHandler {
  private static final int ALTERNATIVES = 3;

  private LookupHandler() {}

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
}
