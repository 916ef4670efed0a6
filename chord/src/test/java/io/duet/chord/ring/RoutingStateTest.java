package io.duet.chord.ring;

import static org.assertj.core.api.Assertions.assertThat;

import io.duet.chord.id.RingPeer;
import io.duet.node.Peer;
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
    return new RingPeer((long) point << 61, Peer.at(PeerAddress.ofIpv4(0x0a000000 + point, 4000)));
  }

  private static long at(int point) {
    return (long) point << 61;
  }

  private RoutingState ofOne() {
    RoutingState routing = new RoutingState(one, 1);
    routing.predecessor(zero);
    routing.adoptSuccessors(three, List.of(zero, one), 8);
    return routing;
  }

  @Test
  void isAlone_atFirst_andOwnsEverything() {
    RoutingState routing = new RoutingState(zero, 1);
    assertThat(routing.isAlone()).isTrue();
    assertThat(routing.successor()).isEqualTo(zero);
    assertThat(routing.owns(at(5))).isTrue();
    assertThat(routing.closestPreceding(at(5), 3)).isEmpty();
  }

  @Test
  void adoptSuccessors_stopsWhereTheListComesRound() {
    assertThat(ofOne().successors()).containsExactly(three, zero);
  }

  @Test
  void adoptSuccessors_keepsNoMoreThanTheListsLength_andRefusesDisorder() {
    RoutingState routing = new RoutingState(zero, 1);
    routing.adoptSuccessors(one, List.of(peer(2), three, peer(4)), 3);
    assertThat(routing.successors()).containsExactly(one, peer(2), three);
    routing.adoptSuccessors(one, List.of(three, peer(2)), 3);
    assertThat(routing.successors()).containsExactly(one, three);
  }

  @Test
  void owns_isFromThePredecessorToItself() {
    RoutingState routing = ofOne();
    assertThat(routing.owns(at(1))).isTrue();
    assertThat(routing.owns(at(0))).isFalse();
    assertThat(routing.owns(at(0) + 1)).isTrue();
    assertThat(routing.owns(at(2))).isFalse();
  }

  /** Node 1: starts 2, 3 and 5; 2 and 3 are not beyond its successor 3, so only 5 is kept. */
  @Test
  void fingers_areKeptOnlyBeyondTheSuccessor() {
    RoutingState routing = ofOne();
    assertThat(routing.fingerCount()).isEqualTo(1);
    assertThat(routing.fingerStart(63)).isEqualTo(at(5));
    assertThat(routing.finger(61)).isEqualTo(three);
    assertThat(routing.finger(62)).isEqualTo(three);
    assertThat(routing.finger(63)).isNull();
    routing.finger(63, zero);
    assertThat(routing.finger(63)).isEqualTo(zero);
  }

  @Test
  void closestPreceding_namesTheClosestFirst_andNeverTheTarget() {
    RoutingState routing = ofOne();
    routing.finger(63, zero);
    assertThat(routing.closestPreceding(at(1), 3)).containsExactly(zero, three);
    assertThat(routing.closestPreceding(at(0), 3)).containsExactly(three);
    assertThat(routing.closestPreceding(at(7), 3)).containsExactly(three);
    assertThat(routing.closestPreceding(at(3), 3)).isEmpty();
  }

  @Test
  void forget_makesTheNextOneTheSuccessor_andEmptiesFingers() {
    RoutingState routing = ofOne();
    routing.finger(63, zero);
    assertThat(routing.forget(three)).isTrue();
    assertThat(routing.successor()).isEqualTo(zero);
    assertThat(routing.forget(three)).isFalse();
  }

  @Test
  void forget_ofAllSuccessors_fallsBackToTheNearestFinger() {
    RoutingState routing = new RoutingState(zero, 1);
    routing.adoptSuccessors(one, List.of(), 1);
    routing.finger(63, peer(5));
    routing.forget(one);
    assertThat(routing.successors()).containsExactly(peer(5));
  }

  /** A sorted list of all members, walked backwards from the target, is the model. */
  @Test
  void closestPreceding_agreesWithASortedList() {
    RingPeer[] ring =
        IntStream.range(0, 8).mapToObj(RoutingStateTest::peer).toArray(RingPeer[]::new);
    RoutingState routing = new RoutingState(ring[0], 1);
    routing.adoptSuccessors(ring[1], List.of(ring[2], ring[3]), 3);
    routing.finger(62, ring[2]);
    routing.finger(63, ring[4]);
    for (int target = 1; target < 8; target++) {
      int limit = target;
      List<RingPeer> expected =
          IntStream.of(4, 3, 2, 1).filter(k -> k < limit).mapToObj(k -> ring[k]).limit(3).toList();
      assertThat(routing.closestPreceding(at(target), 3))
          .as("before %d", target)
          .isEqualTo(expected);
    }
  }
}
