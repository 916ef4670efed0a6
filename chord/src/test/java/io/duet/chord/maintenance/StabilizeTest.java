package io.duet.chord.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import io.duet.chord.ChordNode;
import io.duet.chord.CorrectedProtocol;
import io.duet.chord.RingWorld;
import io.duet.chord.id.RingPeer;
import io.duet.node.Peer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a member does when others are silent, in a ring of eight with round trips of 60 ms. */
class StabilizeTest {
  private static final double ONE_TIMEOUT = 0.3; // a measured one takes 250 ms
  private static final double TWO_TIMEOUTS = 0.6;

  private final RingWorld world =
      new RingWorld(8, 1, Map.of("successors", "3", "replicas", "3")).assembled();
  private final List<ChordNode> ring = world.ring();
  private final ChordNode node = ring.get(4);
  private final ChordNode before = ring.get(3);

  @BeforeEach
  void measureRoundTrips() {
    world.pass(2);
  }

  private static RingPeer peer(ChordNode member) {
    return member.routing().self();
  }

  private List<RingPeer> peers(int... places) {
    List<RingPeer> peers = new ArrayList<>();
    for (int place : places) {
      peers.add(peer(ring.get(place)));
    }
    return peers;
  }

  /** Its fingers too, which would stand in for them. */
  private static void loseSuccessors(ChordNode member) {
    while (!member.routing().isAlone()) {
      member.routing().forget(member.routing().successor());
    }
  }

  @Test
  void successorThatIsSilentOnce_staysInTheList() {
    world.simulation.faults().loss(1);
    node.maintenance().stabilize().start();
    world.simulation.faults().loss(0);
    world.pass(ONE_TIMEOUT);
    assertThat(node.routing().successors()).isEqualTo(peers(5, 6, 7));
  }

  @Test
  void successorThatIsSilentTwice_isDropped() {
    world.crash(ring.get(5));
    node.maintenance().stabilize().start();
    world.pass(ONE_TIMEOUT);
    assertThat(node.routing().successor()).isEqualTo(peer(ring.get(5)));
    world.pass(TWO_TIMEOUTS - ONE_TIMEOUT + 0.1);
    assertThat(node.routing().successors()).isEqualTo(peers(6, 7, 0));
  }

  @Test
  void successorThatALookupFindsSilent_isDroppedOnlyIfItIsSilentAgain() {
    node.timedOut(peer(ring.get(6)));
    world.pass(ONE_TIMEOUT);
    assertThat(node.routing().lists(peer(ring.get(6)))).isTrue();
    world.crash(ring.get(6));
    node.timedOut(peer(ring.get(6)));
    assertThat(node.routing().lists(peer(ring.get(6)))).isTrue();
    world.pass(ONE_TIMEOUT);
    assertThat(node.routing().lists(peer(ring.get(6)))).isFalse();
  }

  /**
   * A member that lost all successors adopts the list of its predecessor, 5, 6, 7, within one round
   * trip.
   */
  @Test
  void memberThatLostAllOthers_takesOverTheListOfAPredecessorThatHasDroppedIt() {
    before.routing().adoptSuccessors(peer(ring.get(5)), peers(6, 7), 3);
    loseSuccessors(node);
    node.maintenance().stabilize().start();
    world.pass(0.061);
    assertThat(node.routing().successors()).isEqualTo(peers(5, 6, 7));
  }

  /**
   * A member that lost all others does not adopt members that it has dropped itself. It goes on
   * from member 3.
   */
  @Test
  void memberThatLostAllOthers_doesNotTakeItsOwnListBack() {
    loseSuccessors(node);
    node.maintenance().stabilize().start();
    world.pass(0.061);
    assertThat(node.routing().successor()).isEqualTo(peer(before));
    world.pass(20);
    world.assertIdeal();
  }

  @Test
  void replyOfThePredecessor_thatComesAfterASuccessorWasFound_changesNothing() {
    loseSuccessors(node);
    node.maintenance().stabilize().start();
    node.maintenance().join().join(peer(before), peers(5, 6, 7));
    world.pass(0.061);
    assertThat(node.routing().successors()).isEqualTo(peers(5, 6, 7));
  }

  /** Both know contacts in the ring of six, and have room in their lists. */
  @Test
  void ringOfTwo_joinsTheLargerOneThatItsContactsKnow() {
    List<ChordNode> small = List.of(world.nodes.get(6), world.nodes.get(7));
    List<ChordNode> large = world.nodes.subList(0, 6);
    close(small);
    close(large);
    world.pass(20);
    world.assertIdeal();
  }

  /** Makes these members an ideal ring of their own. */
  private static void close(List<ChordNode> members) {
    List<ChordNode> sorted = new ArrayList<>(members);
    sorted.sort(Comparator.comparing(member -> peer(member).id(), Long::compareUnsigned));
    List<RingPeer> peers = sorted.stream().map(StabilizeTest::peer).toList();
    for (int place = 0; place < peers.size(); place++) {
      CorrectedProtocol.assemble(sorted.get(place).routing(), peers, place, 3);
    }
  }

  @Test
  void leaveOfAMember_isToldToItsNeighboursOnly() {
    Peer left = peer(node).peer();
    world.simulation.leave(world.nodes.indexOf(node));
    world.pass(0.031);
    assertThat(before.routing().lists(RingPeer.of(left))).isFalse();
    assertThat(ring.get(2).routing().lists(RingPeer.of(left))).isTrue();
  }
}
