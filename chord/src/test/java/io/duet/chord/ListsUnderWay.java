package io.duet.chord;

import io.duet.chord.id.RingId;
import io.duet.chord.id.RingPeer;
import io.duet.chord.ring.RoutingState;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The successor lists on their way, as the members that requested them will adopt them. */
final class ListsUnderWay {
  private record Sent(
      RingPeer sender, RingPeer receiver, boolean joined, List<RingPeer> list, long nanos) {}

  private final int successorsMax;
  private final long wayNanosMax;
  private final Deque<Sent> lists = new ArrayDeque<>();
  private long keptUntil;

  /**
   * The lists of an empty world, without a message on its way.
   *
   * @param wayNanosMax how long a message takes at most, if it is not held
   */
  ListsUnderWay(int successorsMax, long wayNanosMax) {
    this.successorsMax = successorsMax;
    this.wayNanosMax = wayNanosMax;
  }

  /** A list was sent to a member, or to a node that is about to join. */
  void sent(
      RingPeer sender, RingPeer receiver, boolean joined, List<RingPeer> list, long nowNanos) {
    lists.add(new Sent(sender, receiver, joined, list, nowNanos));
  }

  /** The oldest list from one to the other has arrived. */
  void arrived(RingPeer sender, RingPeer receiver) {
    for (Sent sent : lists) {
      if (sent.sender.equals(sender) && sent.receiver.equals(receiver)) {
        lists.remove(sent);
        return;
      }
    }
  }

  /** Until this time messages may be held, so that none has surely arrived. */
  void keepUntil(long nanos) {
    keptUntil = nanos;
  }

  /** What these nodes will know once the lists have arrived. */
  List<RingChecker.Member> to(List<RoutingState> nodes, long nowNanos) {
    if (nowNanos > keptUntil) {
      lists.removeIf(sent -> sent.nanos + wayNanosMax < nowNanos);
    }
    List<RingChecker.Member> taken = new ArrayList<>();
    for (RoutingState node : nodes) {
      for (Sent sent : lists) {
        RoutingState after = sent.receiver.equals(node.self()) ? taken(sent, node) : null;
        if (after != null) {
          taken.add(RingChecker.Member.of(after));
        }
      }
    }
    return taken;
  }

  /** Null when the receiver will not take the list over. */
  private @Nullable RoutingState taken(Sent sent, RoutingState receiver) {
    RingPeer first = sent.list.get(0);
    long self = receiver.self().id();
    RoutingState after = new RoutingState(receiver.self(), 1);
    if (!sent.joined || receiver.isAlone()) {
      if (!RingId.isBetween(sent.sender.id(), self, first.id())) {
        return null;
      }
      after.adoptSuccessors(first, sent.list.subList(1, sent.list.size()), successorsMax);
    } else if (RingId.isWithin(self, sent.sender.id(), receiver.successor().id())) {
      after.adoptSuccessors(sent.sender, sent.list, successorsMax);
    } else {
      return null;
    }
    return after;
  }
}
