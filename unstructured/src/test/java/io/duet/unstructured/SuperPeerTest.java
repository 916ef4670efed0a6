package io.duet.unstructured;

import static org.assertj.core.api.Assertions.assertThat;

import io.duet.node.Key;
import io.duet.node.PeerAddress;
import io.duet.node.Purpose;
import io.duet.overlay.Answer;
import io.duet.overlay.Overlay;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SuperPeerTest {
  private static final Key KEY = Key.ofName("a file");

  /** Three super-peers, 0, 5 and 10, with four leaves for each. */
  private final UnstructuredWorld world =
      UnstructuredWorld.of(new SuperPeerProvider(), 15, 1, Map.of("clusterSize", "5"));

  private UnstructuredWorld started() {
    world.startAll();
    world.pass(5);
    return world;
  }

  private SuperPeer superPeer(int index) {
    return (SuperPeer) world.nodes.get(index);
  }

  private Leaf leaf(int index) {
    return (Leaf) world.nodes.get(index);
  }

  private SuperPeer superPeerOf(int leaf) {
    PeerAddress address = leaf(leaf).superPeer();
    return superPeer(world.simulation.addresses().indexOf(address));
  }

  private List<Integer> leaves() {
    return List.of(1, 2, 3, 4, 6, 7, 8, 9, 11, 12, 13, 14);
  }

  @Test
  void start_attachesEveryLeaf_andLinksTheSuperPeers() {
    started();
    assertThat(world.nodes).allMatch(Overlay::isJoined);
    int attached = 0;
    for (int superPeer : List.of(0, 5, 10)) {
      attached += superPeer(superPeer).index().leaves() - 1; // itself apart
      assertThat(superPeer(superPeer).links().neighbors()).hasSize(2);
    }
    assertThat(attached).isEqualTo(12);
    assertThat(world.refusals).isEmpty();
  }

  @Test
  void publish_registersAtTheOwnSuperPeer_andWithdrawTakesItBack() {
    started();
    leaf(7).publish(KEY);
    world.pass(1);
    assertThat(superPeerOf(7).index().providers(KEY)).containsExactly(world.address(7));
    leaf(7).withdraw(KEY);
    world.pass(1);
    assertThat(superPeerOf(7).index().providers(KEY)).isEmpty();
  }

  @Test
  void publish_beforeALeafIsAttached_isRegisteredWhenItIs() {
    leaf(7).publish(KEY);
    started();
    assertThat(superPeerOf(7).index().providers(KEY)).containsExactly(world.address(7));
  }

  @Test
  void search_takesOneHopToTheOwnSuperPeer_andTwoToANeighbour() {
    started();
    leaf(7).publish(KEY);
    world.pass(1);
    for (int leaf : leaves()) {
      Answer answer = world.search(leaf, KEY);
      assertThat(answer.providers().get(0).provider()).isEqualTo(world.address(7));
      assertThat(answer.hops()).isEqualTo(superPeerOf(leaf) == superPeerOf(7) ? 1 : 2);
    }
  }

  @Test
  void search_ofASuperPeer_beginsAtItsOwnIndex() {
    started();
    leaf(7).publish(KEY);
    world.pass(1);
    int home = world.nodes.indexOf(superPeerOf(7));
    assertThat(world.search(home, KEY).hops()).isZero();
    assertThat(world.search(home == 0 ? 5 : 0, KEY).hops()).isEqualTo(1);
  }

  @Test
  void search_forWhatNobodyHas_isNotFound() {
    started();
    assertThat(world.search(7, KEY).status()).isEqualTo(Answer.Status.NOT_FOUND);
  }

  @Test
  void superPeersDeath_movesItsLeaves_andEverythingIsFoundAgain() {
    started();
    leaves().forEach(leaf -> leaf(leaf).publish(Key.ofName("file of " + leaf)));
    world.pass(1);
    world.simulation.crash(0);
    world.pass(10);
    for (int provider : leaves()) {
      int origin = provider == 1 ? 2 : 1;
      Answer answer = world.search(origin, Key.ofName("file of " + provider));
      assertThat(answer.status()).as("file of %d", provider).isEqualTo(Answer.Status.FOUND);
    }
    assertThat(leaves()).allMatch(leaf -> !world.address(0).equals(leaf(leaf).superPeer()));
  }

  @Test
  void search_inFlightWhenTheSuperPeerDies_isAskedOnceMore() {
    started();
    leaf(7).publish(KEY);
    world.pass(1);
    int asking = leaves().stream().filter(l -> superPeerOf(l) != superPeerOf(7)).findFirst().get();
    world.simulation.crash(world.nodes.indexOf(superPeerOf(asking)));
    assertThat(world.search(asking, KEY).status()).isEqualTo(Answer.Status.FOUND);
  }

  /** The bound is three periods of a second, and one until the next look. */
  @Test
  void deadLeaf_vanishesFromTheIndexWithinTheBound() {
    started();
    leaf(7).publish(KEY);
    world.pass(1);
    SuperPeer home = superPeerOf(7);
    world.simulation.crash(7);
    world.pass(4.1);
    assertThat(home.index().providers(KEY)).isEmpty();
  }

  @Test
  void leavingLeaf_vanishesAtOnce() {
    started();
    leaf(7).publish(KEY);
    world.pass(1);
    SuperPeer home = superPeerOf(7);
    world.simulation.leave(7);
    world.pass(0.1);
    assertThat(home.index().providers(KEY)).isEmpty();
  }

  @Test
  void strangers_canNeitherSearchNorChangeAnIndex() {
    started();
    PeerAddress stranger = PeerAddress.ofIpv4(0x7f000001, 9);
    superPeer(0).onMessage(stranger, new UnstructuredMessage.LeafSearch(1, KEY));
    superPeer(0).onMessage(stranger, new UnstructuredMessage.IndexChange(true, List.of(KEY)));
    superPeer(0).onMessage(stranger, () -> Purpose.SEARCH);
    assertThat(world.refusals)
        .containsExactly(
            "search of a stranger", "index of a stranger", "not a message for a super-peer");
    assertThat(superPeer(0).index().providers(KEY)).isEmpty();
  }

  @Test
  void leaf_refusesWhatIsNotForIt() {
    started();
    leaf(7).onMessage(world.address(3), new UnstructuredMessage.Query(1, KEY, 1, 1));
    assertThat(world.refusals).containsExactly("not a message for a leaf");
  }

  @Test
  void fullSuperPeer_takesNoMoreLeaves() {
    UnstructuredWorld full =
        UnstructuredWorld.of(
            new SuperPeerProvider(), 15, 1, Map.of("clusterSize", "5", "leavesMax", "4"));
    full.startAll();
    full.pass(20);
    assertThat(full.nodes).allMatch(Overlay::isJoined);
    for (int superPeer : List.of(0, 5, 10)) {
      assertThat(((SuperPeer) full.nodes.get(superPeer)).index().leaves() - 1).isEqualTo(4);
    }
  }
}
