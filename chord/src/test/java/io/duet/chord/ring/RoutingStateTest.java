package io.duet.chord.ring;

import static org.assertj.core.api.Assertions.assertThat;

import io.duet.chord.id.RingPeer;
import io.duet.node.PeerAddress;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The tiny ring of the SIGCOMM 2001 paper's figure 3: identifiers of 3 bits, nodes 0, 1 and 3. */
class RoutingStateTest {
  private final RingPeer zero = peer(0);
  private final RingPeer one = peer(1);
  private final RingPeer three = peer(3);

  private static RingPeer peer(int point) {
    return new RingPeer((long) point << 61, PeerAddress.ofIpv4(0x0a000000 + point, 4000));
  }

  private static long at(int point) {
    return (long) point << 61;
  }

  private RoutingState ofOne() {
    RoutingState view = new RoutingState(one);
    view.predecessor(zero);
    view.adoptSuccessors(three, List.of(zero, one), 8);
    return view;
  }

  @Test
  void isAlone_atFirst_andOwnsEverything() {
    RoutingState view = new RoutingState(zero);
    assertThat(view.isAlone()).isTrue();
    assertThat(view.successor()).isEqualTo(zero);
    assertThat(view.owns(at(5))).isTrue();
    assertThat(view.closestPreceding(at(5), 3)).isEmpty();
  }

  @Test
  void adoptSuccessors_stopsWhereTheListComesRound() {
    assertThat(ofOne().successors()).containsExactly(three, zero);
  }

  @Test
  void adoptSuccessors_keepsNoMoreThanTheListsLength_andRefusesDisorder() {
    RoutingState view = new RoutingState(zero);
    view.adoptSuccessors(one, List.of(peer(2), three, peer(4)), 3);
    assertThat(view.successors()).containsExactly(one, peer(2), three);
    view.adoptSuccessors(one, List.of(three, peer(2)), 3);
    assertThat(view.successors()).containsExactly(one, three);
  }

  @Test
  void owns_isFromThePredecessorToItself() {
    RoutingState view = ofOne();
    assertThat(view.owns(at(1))).isTrue();
    assertThat(view.owns(at(0))).isFalse();
    assertThat(view.owns(at(0) + 1)).isTrue();
    assertThat(view.owns(at(2))).isFalse();
  }

  /** Node 1: starts 2, 3 and 5; 2 and 3 are not beyond its successor 3, so only 5 is kept. */
  @Test
  void fingers_areKeptOnlyBeyondTheSuccessor() {
    RoutingState view = ofOne();
    assertThat(view.fingerCount()).isEqualTo(1);
    assertThat(view.fingerStart(63)).isEqualTo(at(5));
    assertThat(view.finger(61)).isEqualTo(three);
    assertThat(view.finger(62)).isEqualTo(three);
    assertThat(view.finger(63)).isNull();
    view.finger(63, zero);
    assertThat(view.finger(63)).isEqualTo(zero);
  }

  @Test
  void closestPreceding_namesTheClosestFirst_andNeverTheTarget() {
    RoutingState view = ofOne();
    view.finger(63, zero);
    assertThat(view.closestPreceding(at(1), 3)).containsExactly(zero, three);
    assertThat(view.closestPreceding(at(0), 3)).containsExactly(three);
    assertThat(view.closestPreceding(at(7), 3)).containsExactly(three);
    assertThat(view.closestPreceding(at(3), 3)).isEmpty();
  }

  @Test
  void forget_makesTheNextOneTheSuccessor_andEmptiesFingers() {
    RoutingState view = ofOne();
    view.finger(63, zero);
    assertThat(view.forget(three)).isTrue();
    assertThat(view.successor()).isEqualTo(zero);
    assertThat(view.forget(three)).isFalse();
  }

  @Test
  void forget_ofAllSuccessors_fallsBackToTheNearestFinger() {
    RoutingState view = new RoutingState(zero);
    view.adoptSuccessors(one, List.of(), 1);
    view.finger(63, peer(5));
    view.forget(one);
    assertThat(view.successors()).containsExactly(peer(5));
  }

  /** A sorted list of all members, walked backwards from the target, is the model. */
  @Test
  void closestPreceding_agreesWithASortedList() {
    RingPeer[] ring =
        IntStream.range(0, 8).mapToObj(RoutingStateTest::peer).toArray(RingPeer[]::new);
    RoutingState view = new RoutingState(ring[0]);
    view.adoptSuccessors(ring[1], List.of(ring[2], ring[3]), 3);
    view.finger(62, ring[2]);
    view.finger(63, ring[4]);
    for (int target = 1; target < 8; target++) {
      int limit = target;
      List<RingPeer> expected =
          IntStream.of(4, 3, 2, 1).filter(k -> k < limit).mapToObj(k -> ring[k]).limit(3).toList();
      assertThat(view.closestPreceding(at(target), 3)).as("before %d", target).isEqualTo(expected);
    }
  }
}
