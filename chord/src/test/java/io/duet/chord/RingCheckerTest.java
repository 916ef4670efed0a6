package io.duet.chord;

import static org.assertj.core.api.Assertions.assertThat;

import io.duet.chord.RingChecker.Member;
import io.duet.chord.id.RingPeer;
import io.duet.node.Peer;
import io.duet.node.PeerAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Members at the points 0 to 7 of a ring of eight, with lists of two. */
class RingCheckerTest {

  private static RingPeer peer(int point) {
    return new RingPeer((long) point << 61, Peer.at(PeerAddress.ofIpv4(0x0a000000 + point, 4000)));
  }

  private static Member member(int point, int predecessor, int... successors) {
    List<RingPeer> list = Arrays.stream(successors).mapToObj(RingCheckerTest::peer).toList();
    return new Member(peer(point), peer(predecessor), list);
  }

  /** Members 0, 2, 4 and 6. */
  private static List<Member> ideal() {
    return List.of(member(0, 6, 2, 4), member(2, 0, 4, 6), member(4, 2, 6, 0), member(6, 4, 0, 2));
  }

  private static List<Member> idealBut(Member... changed) {
    List<Member> members = new ArrayList<>(ideal());
    for (Member change : changed) {
      members.removeIf(member -> member.self().equals(change.self()));
      members.add(change);
    }
    return members;
  }

  private static RingChecker check(List<Member> members) {
    return new RingChecker(2, members, List.of());
  }

  @Test
  void idealRing_hasNoViolations_andOnlyPrincipals() {
    assertThat(check(ideal()).violations()).isEmpty();
    assertThat(check(ideal()).isIdeal()).isTrue();
    assertThat(check(ideal()).principals()).hasSize(4);
  }

  /** A member that joins at 3 is skipped by 0 and 2, so it is no principal yet. */
  @Test
  void joiner_isNoPrincipal_untilNobodySkipsIt() {
    RingChecker checker = check(idealBut(member(3, 2, 4, 6)));
    assertThat(checker.violations()).isEmpty();
    assertThat(checker.isIdeal()).isFalse();
    assertThat(checker.principals()).doesNotContain(peer(3)).hasSize(4);
    assertThat(
            check(idealBut(member(0, 6, 2, 3), member(2, 0, 3, 4), member(3, 2, 4, 6)))
                .principals())
        .hasSize(5);
  }

  @Test
  void memberWhoseListIsDead_isNamedWithItsList() {
    assertThat(check(idealBut(member(6, 4, 7, 1))).violations())
        .anyMatch(s -> s.startsWith(peer(6) + " with the list") && s.contains("no live successor"));
  }

  @Test
  void listUnderWay_countsAsHeld() {
    RingChecker checker = new RingChecker(2, ideal(), List.of(member(0, 6, 4, 6)));
    assertThat(checker.violations()).isEmpty();
    assertThat(checker.principals()).doesNotContain(peer(2));
    assertThat(checker.mayEnd(peer(4))).isFalse();
  }

  @Test
  void mayEnd_asLongAsThreePrincipalsStay() {
    assertThat(check(ideal()).mayEnd(peer(2))).isTrue();
    List<Member> three = List.of(member(0, 4, 2, 4), member(2, 0, 4, 0), member(4, 2, 0, 2));
    assertThat(check(three).mayEnd(peer(2))).isFalse();
  }

  /** Without 4, the only member that it lists, the joiner at 3 would have none. */
  @Test
  void mayEnd_notIfAMemberLosesItsLastLiveSuccessor() {
    List<Member> five = idealBut(member(7, 6, 0, 2), member(3, 2, 4));
    assertThat(check(five).mayEnd(peer(4))).isFalse();
    assertThat(check(five).mayEnd(peer(6))).isTrue();
  }

  @Test
  void listOutOfOrder_andSkippedMembers_areViolations() {
    assertThat(check(idealBut(member(0, 6, 4, 2))).violations())
        .anyMatch(s -> s.contains("not in the order of the ring"));
    assertThat(check(idealBut(member(0, 6, 6), member(4, 2, 2))).violations())
        .anyMatch(s -> s.contains("are principals, not 3"));
  }

  @Test
  void twoRings_areSeen() {
    List<Member> two = List.of(member(0, 2, 2), member(2, 0, 0), member(4, 6, 6), member(6, 4, 4));
    assertThat(check(two).brokenRing()).anyMatch(s -> s.contains("another ring"));
  }

  /** The checker reports a ring that goes round twice: 0, 4, 2, 6. */
  @Test
  void ringOutOfOrder_isSeen() {
    List<Member> twisted =
        List.of(member(0, 6, 4), member(4, 0, 2), member(2, 4, 6), member(6, 2, 0));
    assertThat(check(twisted).brokenRing()).anyMatch(s -> s.contains("out of order"));
  }
}
