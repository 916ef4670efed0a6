package io.duet.unstructured;

import static org.assertj.core.api.Assertions.assertThat;

import io.duet.node.Key;
import io.duet.node.Peer;
import io.duet.unstructured.config.SuperPeerConfig;
import io.duet.unstructured.neighbor.NeighborTable;
import io.duet.unstructured.superpeer.SuperPeer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The membership check of three super-peers, 0, 5 and 10, and their leaves, made once a second. */
class MembershipCheckTest {
  private final Map<String, String> changes = Map.of("clusterSize", "5");
  private final UnstructuredWorld world =
      UnstructuredWorld.of(new SuperPeerPlugin(), 15, 1, changes);
  private final MembershipCheck check =
      new MembershipCheck(SuperPeerConfig.of(SuperPeerConfig.defaults(15).overriddenBy(changes)));
  private final List<String> violations = new ArrayList<>();

  private void pass(int seconds) {
    for (int i = 0; i < seconds; i++) {
      world.pass(1);
      check.check(world, violations::add);
    }
  }

  @Test
  void crashesOfLeavesAndSuperPeers_breakNothing() {
    world.startAll();
    pass(5);
    world.simulation.crash(0);
    world.simulation.crash(7);
    pass(60);
    world.simulation.leave(5);
    pass(60);
    assertThat(violations).isEmpty();
  }

  @Test
  void entryOfSomebodyDead_isFoundAfterTheBound() {
    world.startAll();
    pass(5);
    world.simulation.crash(7);
    for (int second = 0; second < 8; second++) {
      SuperPeer home = world.superPeer(0);
      home.index().attach(world.address(7), world.simulation.nowNanos()); // never lets it go
      pass(1);
    }
    assertThat(violations).isNotEmpty().allMatch(v -> v.contains("outlived by its entry"));
  }

  /**
   * The check's time left is that of the largest bound. With pings every second the entry of a dead
   * node may last for four seconds.
   */
  @Test
  void timeLeft_isThatOfTheLargestBound_andFallsWhileAllIsAsItIs() {
    world.startAll();
    pass(5);
    assertThat(check.check(world, violations::add)).isZero();
    world.simulation.crash(7);
    long first = check.check(world, violations::add);
    assertThat(first).isEqualTo(4_000_000_000L + 1);
    world.pass(1);
    assertThat(check.check(world, violations::add)).isEqualTo(3_000_000_000L + 1);
  }

  @Test
  void leafThatIsRegisteredNowhere_isFoundAfterTheBound() {
    world.startAll();
    pass(5);
    int home = world.simulation.peers().indexOf(world.leaf(7).superPeers().get(0));
    for (int second = 0; second < 90; second++) {
      world.superPeer(home).index().detach(world.address(7));
      pass(1);
      world.superPeer(home).index().detach(world.address(7));
      check.check(world, violations::add);
    }
    assertThat(violations).isEmpty(); // it was forgotten there, so it went elsewhere
    for (int second = 0; second < 90; second++) {
      for (int superPeer : List.of(0, 5, 10)) {
        world.superPeer(superPeer).index().detach(world.address(7));
      }
      check.check(world, violations::add);
      world.pass(1);
      for (int superPeer : List.of(0, 5, 10)) {
        world.superPeer(superPeer).index().detach(world.address(7));
      }
    }
    assertThat(violations).isNotEmpty().allMatch(v -> v.contains("not registered"));
  }

  /**
   * The check reports a leaf that knows only super-peer 0, which is dead. Super-peer 5 has room,
   * but the leaf cannot learn its address.
   */
  @Test
  void leafThatKnowsOnlyTheDead_isFound_whileAnybodyHasRoom() {
    world.nodes.get(0).start();
    world.nodes.get(1).start();
    IntStream.range(2, 15).filter(node -> node != 5).forEach(world.simulation::crash);
    pass(5);
    world.simulation.crash(0);
    pass(90);
    assertThat(violations).isNotEmpty().allMatch(v -> v.contains("not registered"));
    assertThat(world.leaf(1).superPeers()).isEmpty();
  }

  @Test
  void contentsThatAreMissing_areFoundAfterTheBound() {
    world.startAll();
    pass(5);
    world.node(7).publish(Key.ofName("a file"));
    SuperPeer home = world.superPeerAt(world.leaf(7).superPeers().get(0));
    for (int tenth = 0; tenth < 600; tenth++) {
      home.index().clear(world.address(7));
      if (tenth % 10 == 0) {
        check.check(world, violations::add);
      }
      world.pass(0.1);
    }
    assertThat(violations).isNotEmpty().allMatch(v -> v.contains("offers what is not registered"));
  }

  /**
   * The check reports a one-sided link after the bound, although the other side denies the link
   * again and again.
   */
  @Test
  void linkThatIsOneSided_isFoundAfterTheBound() {
    world.startAll();
    pass(5);
    for (int second = 0; second < 20; second++) {
      world.superPeer(0).links().neighbors().remove(world.address(7));
      world.superPeer(0).links().neighbors().add(world.address(7));
      world.superPeer(0).index().detach(world.address(7));
      check.check(world, violations::add);
      world.pass(1);
    }
    assertThat(violations).anyMatch(v -> v.contains("is a neighbor on one side"));
  }

  @Test
  void peerThatIsTwoThings_isFoundAtOnce() {
    world.startAll();
    pass(5);
    Peer leaf = world.superPeer(0).registry().peers().get(0);
    world.superPeer(0).links().neighbors().add(leaf);
    world.superPeer(0).links().neighborhood().heard(world.address(14), 0, List.of());
    check.check(world, violations::add);
    assertThat(violations)
        .hasSize(2)
        .anyMatch(v -> v.contains("is a neighbor, and more"))
        .anyMatch(v -> v.contains("is remembered but no neighbor"));
  }

  /**
   * The check reports a super-peer that loses all its links every second, although it makes new
   * links each time.
   */
  @Test
  void superPeerThatIsLinkedToNobody_isFoundAfterTheBound() {
    Map<String, String> elected = Map.of("clusterSize", "5", "elect", "true");
    UnstructuredWorld three = UnstructuredWorld.assembled(new SuperPeerPlugin(), 15, 1, elected);
    MembershipCheck its =
        new MembershipCheck(SuperPeerConfig.of(SuperPeerConfig.defaults(15).overriddenBy(elected)));
    for (int second = 0; second < 150; second++) {
      NeighborTable links = three.superPeer(5).links();
      List.copyOf(links.neighbors()).forEach(links::drop);
      its.check(three, violations::add);
      three.pass(1);
    }
    assertThat(violations).anyMatch(v -> v.contains("is linked to none of the others"));
  }

  @Test
  void partnershipThatIsOneSided_isFoundAfterTheBound() {
    world.startAll();
    pass(5);
    for (int second = 0; second < 20; second++) {
      if (world.superPeer(0).partner().list().isEmpty()) {
        world.superPeer(0).partner().assemble(world.address(5));
      }
      check.check(world, violations::add);
      world.pass(1);
    }
    assertThat(violations).anyMatch(v -> v.contains("is the partner on one side"));
  }
}
