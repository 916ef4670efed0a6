package io.duet.chord;

import io.duet.chord.id.RingId;
import io.duet.chord.id.RingPeer;
import io.duet.chord.ring.RoutingState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Checks the invariant of the corrected protocol (P. Zave, "Reasoning about identifier spaces: how
 * to make Chord correct", IEEE TSE 43(12), 2017). Every member has a live successor, and at least r
 * + 1 members are principals, which no list skips. The consequences are checked too: lists are
 * ordered and without duplicates, and live successors make one ordered ring.
 *
 * <p>In the paper a member asks and changes in one step. Here a reply takes its time, so a list on
 * its way to a member counts as one that it holds already.
 */
final class RingChecker {

  /** A live member with what it knows, or with what it will know once a reply has arrived. */
  record Member(RingPeer self, @Nullable RingPeer predecessor, List<RingPeer> successors) {
    static Member of(RoutingState routing) {
      return new Member(routing.self(), routing.predecessor(), List.copyOf(routing.successors()));
    }

    @Override
    public String toString() {
      return self + " with the list " + successors;
    }
  }

  private final int successorsMax;
  private final List<Member> members;
  private final List<Member> underWay;
  private final Set<RingPeer> live = new LinkedHashSet<>();

  /**
   * A checker of one moment.
   *
   * @param successorsMax the length r of a full successor list
   * @param members all live members
   * @param underWay members, or nodes about to become one, as a reply on its way will change them
   */
  RingChecker(int successorsMax, List<Member> members, List<Member> underWay) {
    this.successorsMax = successorsMax;
    this.members = new ArrayList<>(members);
    this.members.sort(Comparator.comparing(member -> member.self.id(), Long::compareUnsigned));
    this.underWay = underWay;
    members.forEach(member -> live.add(member.self));
  }

  /** The violations, a sentence each; empty as long as the protocol keeps its guarantees. */
  List<String> violations() {
    List<String> found = new ArrayList<>();
    members.forEach(member -> checkList(member, found));
    underWay.forEach(member -> checkLiveSuccessor(member, "is about to have", found));
    checkPrincipals(found);
    found.addAll(brokenRing());
    return found;
  }

  /** The violations in the ring that live successors form, without regard to the principals. */
  List<String> brokenRing() {
    List<String> found = new ArrayList<>();
    members.forEach(member -> checkLiveSuccessor(member, "has", found));
    if (found.isEmpty() && !members.isEmpty()) {
      checkRing(found);
    }
    return found;
  }

  private void checkLiveSuccessor(Member member, String verb, List<String> found) {
    if (liveSuccessor(member) == null) {
      found.add(member + " " + verb + " no live successor");
    }
  }

  private @Nullable RingPeer liveSuccessor(Member member) {
    for (RingPeer peer : member.successors) {
      if (live.contains(peer) && (members.size() == 1 || !peer.equals(member.self))) {
        return peer;
      }
    }
    return null;
  }

  private static void checkList(Member member, List<String> found) {
    RingPeer last = member.self;
    for (RingPeer peer : member.successors) {
      if (member.successors.size() > 1
          && !RingId.isBetween(last.id(), peer.id(), member.self.id())) {
        found.add(member + " is not in the order of the ring");
        return;
      }
      last = peer;
    }
  }

  private void checkPrincipals(List<String> found) {
    List<RingPeer> principals = principals();
    if (principals.size() < Math.min(members.size(), successorsMax + 1)) {
      found.add(
          "only %s are principals, not %d: %s, under way: %s"
              .formatted(principals, successorsMax + 1, members, underWay));
    }
  }

  /** The members that no list of another member skips, in ring order. */
  List<RingPeer> principals() {
    List<RingPeer> principals = new ArrayList<>();
    for (Member member : members) {
      if (!isSkipped(member.self, members) && !isSkipped(member.self, underWay)) {
        principals.add(member.self);
      }
    }
    return principals;
  }

  private static boolean isSkipped(RingPeer peer, List<Member> holders) {
    for (Member holder : holders) {
      RingPeer last = holder.self;
      for (RingPeer next : holder.successors) {
        if (!last.equals(next) && RingId.isBetween(last.id(), peer.id(), next.id())) {
          return true;
        }
        last = next;
      }
    }
    return false;
  }

  /**
   * Checks that every member reaches the same ring by its live successors, and that the ring goes
   * round the circle once.
   */
  private void checkRing(List<String> found) {
    Set<RingPeer> ring = ringFrom(members.get(0));
    for (Member member : members) {
      if (!ring.equals(ringFrom(member))) {
        found.add(member + " leads to another ring than " + members.get(0));
        return;
      }
    }
    List<Member> inRing = members.stream().filter(member -> ring.contains(member.self)).toList();
    for (int i = 0; i < inRing.size(); i++) {
      RingPeer next = inRing.get((i + 1) % inRing.size()).self;
      if (!next.equals(liveSuccessor(inRing.get(i)))) {
        found.add(inRing.get(i) + " is out of order in the ring " + ring);
      }
    }
  }

  /** The ring that live successors lead to from here; every member has one. */
  private Set<RingPeer> ringFrom(Member start) {
    RingPeer peer = start.self;
    for (int i = 0; i < members.size(); i++) {
      peer = successorOf(peer);
    }
    Set<RingPeer> ring = new LinkedHashSet<>();
    while (ring.add(peer)) {
      peer = successorOf(peer);
    }
    return ring;
  }

  private RingPeer successorOf(RingPeer peer) {
    for (Member member : members) {
      if (member.self.equals(peer)) {
        RingPeer successor = liveSuccessor(member);
        return successor == null ? peer : successor;
      }
    }
    return peer;
  }

  /**
   * Whether the protocol allows this member to end now: every other member keeps a live successor,
   * and r + 1 principals stay.
   */
  boolean mayEnd(RingPeer peer) {
    RingChecker without = without(peer);
    return without.allHaveLiveSuccessors() && without.principals().size() > successorsMax;
  }

  private RingChecker without(RingPeer peer) {
    return new RingChecker(
        successorsMax,
        members.stream().filter(member -> !member.self.equals(peer)).toList(),
        underWay.stream().filter(member -> !member.self.equals(peer)).toList());
  }

  private boolean allHaveLiveSuccessors() {
    return members.stream().allMatch(member -> liveSuccessor(member) != null)
        && underWay.stream().allMatch(member -> liveSuccessor(member) != null);
  }

  /** Whether every member knows exactly the r members that follow it, and its predecessor. */
  boolean isIdeal() {
    int size = members.size();
    for (int i = 0; i < size && size > 1; i++) {
      Member member = members.get(i);
      if (!member.successors.equals(following(i))
          || !members.get((i + size - 1) % size).self.equals(member.predecessor)) {
        return false;
      }
    }
    return size > 0;
  }

  private List<RingPeer> following(int place) {
    List<RingPeer> following = new ArrayList<>();
    for (int i = 1; i <= Math.min(successorsMax, members.size() - 1); i++) {
      following.add(members.get((place + i) % members.size()).self);
    }
    return following;
  }

  @Override
  public String toString() {
    return members + (underWay.isEmpty() ? "" : ", under way: " + underWay);
  }
}
