package io.duet.unstructured.leaf;

import static org.assertj.core.api.Assertions.assertThat;

import io.duet.node.Key;
import io.duet.node.Node;
import io.duet.overlay.SearchResult;
import io.duet.unstructured.Full;
import io.duet.unstructured.UnstructuredNode;
import io.duet.unstructured.UnstructuredWorld;
import io.duet.unstructured.config.SuperPeerConfig;
import io.duet.unstructured.node.RoleChange;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * The membership of leaves: registration, redirects, and super-peers on the way that are full, dead
 * or in a circle.
 */
class MembershipTest {
  private static final Key KEY = Key.ofName("a file");
  private final SuperPeerConfig config =
      SuperPeerConfig.of(
          SuperPeerConfig.defaults(64).overriddenBy(Map.of("clusterSize", "8", "leavesMax", "20")));
  private final UnstructuredWorld world = new UnstructuredWorld(1);

  private int addSuperPeer(int... contacts) {
    UnstructuredNode node =
        UnstructuredNode.superPeer(world.addHost(), config, world.addresses(contacts));
    return world.begin(node);
  }

  private int addLeaf(int... known) {
    return world.begin(UnstructuredNode.leaf(world.addHost(), config, world.addresses(known)));
  }

  private int leavesOf(int superPeer) {
    return world.superPeer(superPeer).registry().leaves();
  }

  @Test
  void leafThatComesByAnotherLeaf_isSentToItsSuperPeer() {
    int superPeer = addSuperPeer();
    int first = addLeaf(superPeer);
    world.pass(1);
    int second = addLeaf(first);
    world.pass(1);
    assertThat(world.leaf(second).superPeer(0)).isEqualTo(world.address(superPeer));
    assertThat(leavesOf(superPeer)).isEqualTo(2);
  }

  @Test
  void superPeerThatComesByALeaf_isLinkedToASuperPeer() {
    int superPeer = addSuperPeer();
    int leaf = addLeaf(superPeer);
    world.pass(1);
    int second = addSuperPeer(leaf);
    world.pass(3);
    assertThat(world.superPeer(second).links().neighbors())
        .containsExactly(world.address(superPeer));
  }

  /**
   * Super-peers redirect leaves to the least loaded one. All leaves know only the first super-peer;
   * in the end the loads differ by two at most.
   */
  @Test
  void leaves_areSentToTheLeastLoadedSuperPeer_withoutAnybodyElsesHelp() {
    int first = addSuperPeer();
    int second = addSuperPeer(first);
    int third = addSuperPeer(first);
    world.pass(3);
    for (int i = 0; i < 12; i++) {
      addLeaf(first);
      world.pass(0.5);
    }
    assertThat(List.of(leavesOf(first), leavesOf(second), leavesOf(third)))
        .allMatch(leaves -> leaves >= 3 && leaves <= 5);
  }

  @Test
  void leafWhoseEntryIsDead_getsInByAnother() {
    int first = addSuperPeer();
    int second = addSuperPeer(first);
    world.pass(2);
    world.simulation.crash(first);
    int leaf = addLeaf(first, second);
    world.pass(5);
    assertThat(world.leaf(leaf).superPeer(0)).isEqualTo(world.address(second));
  }

  @Test
  void fullNetwork_takesNoMore_andTheLeafKeepsAsking() {
    int superPeer = addSuperPeer();
    IntStream.range(0, 20).forEach(i -> addLeaf(superPeer));
    world.pass(2);
    int late = addLeaf(superPeer);
    world.pass(5);
    assertThat(world.node(late).isJoined()).isFalse();
    assertThat(leavesOf(superPeer)).isEqualTo(20);
    world.simulation.leave(1);
    world.pass(2);
    assertThat(world.node(late).isJoined()).isTrue();
  }

  /**
   * A super-peer accepts a leaf that has meanwhile become a super-peer, and removes it when its
   * leave message arrives 60 ms later.
   */
  @Test
  void leafThatBecameASuperPeer_whileItAsked_isNobodysLeaf() {
    int superPeer = addSuperPeer();
    int leaf = addLeaf(superPeer);
    world.node(leaf).context().change(new RoleChange.ToSuperPeer(List.of(), null, true));
    world.pass(0.05);
    assertThat(leavesOf(superPeer)).isEqualTo(1);
    world.pass(0.05);
    assertThat(leavesOf(superPeer)).isZero();
    assertThat(world.refusals).isEmpty();
  }

  @Test
  void leaves_thatKnowOnlyEachOther_areNotJoined_andWaitInVain() {
    UnstructuredNode one = UnstructuredNode.leaf(world.addHost(), config, List.of());
    world.begin(one);
    int two = addLeaf(0);
    world.node(two).publish(KEY);
    SearchResult answer = world.search(two, KEY);
    assertThat(world.node(two).isJoined()).isFalse();
    assertThat(answer.status()).isEqualTo(SearchResult.Status.FAILED);
  }

  /** Registered when it came, and then once in ten ping periods, not with every ping. */
  @Test
  void leafThatIsRefused_asksAgainNowAndThen() {
    Full full = new Full(true, List.of());
    world.simulation.place(0, Node.answering(world.addHost(), full));
    UnstructuredNode leaf = UnstructuredNode.leaf(world.addHost(), config, world.addresses(0));
    leaf.publish(KEY);
    world.simulation.place(1, leaf);
    leaf.start();
    world.pass(60);
    assertThat(full.asked()).isBetween(4, 8);
  }
}
