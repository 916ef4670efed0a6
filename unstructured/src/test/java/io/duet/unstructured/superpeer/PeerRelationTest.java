package io.duet.unstructured.superpeer;

import static org.assertj.core.api.Assertions.assertThat;

import io.duet.node.Node;
import io.duet.node.Peer;
import io.duet.overlay.ContentName;
import io.duet.unstructured.SuperPeerNodeFactory;
import io.duet.unstructured.SuperPeerPlugin;
import io.duet.unstructured.UnstructuredNode;
import io.duet.unstructured.UnstructuredWorld;
import io.duet.unstructured.config.SuperPeerConfig;
import io.duet.unstructured.index.LeafIndex;
import io.duet.unstructured.leaf.Leaf;
import io.duet.unstructured.message.LeafMessage;
import io.duet.unstructured.message.SharedContent;
import io.duet.unstructured.neighbor.NeighborTable;
import io.duet.unstructured.node.RoleChange;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What one node is to another, both know, whatever overtakes what and whatever is lost. */
class PeerRelationTest {
  private UnstructuredWorld world = new UnstructuredWorld(1);

  private static UnstructuredWorld started(int nodes, String... changes) {
    Map<String, String> settings = new LinkedHashMap<>(Map.of("clusterSize", "5"));
    for (int i = 0; i < changes.length; i += 2) {
      settings.put(changes[i], changes[i + 1]);
    }
    UnstructuredWorld world = UnstructuredWorld.of(new SuperPeerPlugin(), nodes, 1, settings);
    world.startAll();
    world.pass(8);
    assertThat(world.refusals).isEmpty();
    return world;
  }

  /** Super-peers that are linked with each other, have no partners yet, and may have one. */
  private void singles(int count) {
    SuperPeerConfig config =
        SuperPeerConfig.of(
            SuperPeerConfig.defaults(64)
                .overriddenBy(Map.of("clusterSize", "5", "redundancy", "2")));
    for (int i = 0; i < count; i++) {
      List<Peer> nobody = List.of();
      world.nodes.add(UnstructuredNode.superPeer(world.addHost(), config, nobody));
      world.simulation.place(i, world.nodes.get(i));
    }
    for (int i = 0; i < count; i++) {
      for (int j = 0; j < i; j++) {
        NeighborTable.assemble(world.superPeer(i).links(), world.superPeer(j).links(), true);
      }
    }
  }

  private List<Peer> partnerOf(int node) {
    return world.superPeer(node).partner().list();
  }

  /**
   * A super-peer that was accepted second is no partner. 0 asks 1 while 2 asks 0; the last message
   * of 0 to 1 is lost. A message takes 30 ms.
   */
  @Test
  void peerThatWasAccepted_butCameSecond_isNoPartner() {
    singles(3);
    world.superPeer(0).partner().ask(world.address(1));
    world.superPeer(2).partner().ask(world.address(0));
    world.pass(0.045);
    assertThat(partnerOf(1)).containsExactly(world.address(0));
    assertThat(partnerOf(0)).containsExactly(world.address(2));
    world.simulation.faults().loss(1);
    world.pass(0.03);
    world.simulation.faults().loss(0);
    IntStream.range(0, 3).forEach(node -> world.superPeer(node).begin());
    world.pass(5);
    assertThat(partnerOf(2)).containsExactly(world.address(0));
    assertThat(partnerOf(1)).isEmpty();
    world.refusals.clear();
    world.pass(20);
    assertThat(world.refusals).isEmpty();
  }

  /**
   * A super-peer that was accepted second learns it at once, long before any ping, when no message
   * is lost.
   */
  @Test
  void peerThatWasAccepted_butCameSecond_isToldSo() {
    singles(3);
    world.superPeer(0).partner().ask(world.address(1));
    world.superPeer(2).partner().ask(world.address(0));
    world.pass(0.1);
    assertThat(partnerOf(0)).containsExactly(world.address(2));
    assertThat(partnerOf(1)).isEmpty();
  }

  @Test
  void connectionThatBreaks_partsNoPartners() {
    world = started(20, "redundancy", "2");
    world.node(0).onUnreachable(world.address(1));
    world.node(1).onUnreachable(world.address(0));
    assertThat(partnerOf(0)).containsExactly(world.address(1));
    world.pass(5);
    assertThat(partnerOf(0)).containsExactly(world.address(1));
    assertThat(partnerOf(1)).containsExactly(world.address(0));
  }

  /**
   * Two partners that lost each other become partners again: all others have partners, and the two
   * have all wanted links.
   */
  @Test
  void partnersThatLostEachOther_areSoAgain() {
    world = started(80, "redundancy", "2");
    BitSet one = new BitSet();
    BitSet other = new BitSet();
    one.set(75);
    other.set(76);
    world.simulation.faults().partition(one, other);
    world.pass(10);
    assertThat(partnerOf(75)).isEmpty();
    assertThat(partnerOf(76)).isEmpty();
    world.simulation.faults().repair();
    world.pass(12);
    assertThat(partnerOf(75)).containsExactly(world.address(76));
    assertThat(partnerOf(76)).containsExactly(world.address(75));
  }

  /**
   * A super-peer that steps back loses all its links, though its messages are lost. The new leaf
   * registers with 5; 10 learns of the change only from pings.
   */
  @Test
  void superPeerThatStepsBackUnheard_isNobodysNeighbor() {
    world = started(15);
    assertThat(world.superPeer(10).links().contains(world.address(0))).isTrue();
    world.simulation.faults().loss(1);
    world.node(0).context().change(new RoleChange.ToLeaf(List.of(world.address(5))));
    world.simulation.faults().loss(0);
    world.pass(5);
    assertThat(world.leaf(0).isJoined()).isTrue();
    assertThat(world.superPeer(5).links().contains(world.address(0))).isFalse();
    assertThat(world.superPeer(10).links().contains(world.address(0))).isFalse();
    assertThat(world.superPeer(10).links().neighborhood().peers()).doesNotContain(world.address(0));
  }

  @Test
  void superPeerWithoutNeighbors_doesNotStepBack() {
    world = started(5);
    world.node(0).context().change(new RoleChange.ToLeaf(List.of()));
    assertThat(world.node(0).role()).isInstanceOf(SuperPeer.class);
  }

  /**
   * A leaf that is promoted while another super-peer accepts it is removed from that super-peer's
   * index.
   */
  @Test
  void leafThatIsPromotedWhileItMoves_isNobodysLeaf() {
    world = started(15, "elect", "true", "leavesMax", "40");
    world
        .node(1)
        .context()
        .change(new RoleChange.ToSuperPeer(List.of(world.address(0)), null, false));
    world.pass(2);
    int leaf = IntStream.range(2, 15).filter(i -> isLeafOf(i, 0)).findFirst().getAsInt();
    world.node(leaf).onMessage(world.address(0), new LeafMessage.Redirect(world.address(1)));
    world.node(leaf).onMessage(world.address(0), new LeafMessage.Promote(1, false));
    world.pass(0.1);
    assertThat(world.node(leaf).role()).isInstanceOf(SuperPeer.class);
    assertThat(world.superPeer(1).index().contains(world.address(leaf))).isFalse();
    world.pass(5);
    assertThat(world.refusals).doesNotContain("index of a stranger");
  }

  private boolean isLeafOf(int node, int superPeer) {
    return world.node(node).role() instanceof Leaf leaf
        && leaf.isAttachedTo(world.address(superPeer));
  }

  /** Its super-peer names a partner, though there is to be none. */
  @Test
  void leafThatWantsOneSuperPeer_joinsNoPartner() {
    for (int liar = 0; liar < 2; liar++) {
      Peer partner = world.addHost().self();
      world.simulation.place(
          liar,
          Node.answering(
              world.simulation.host(liar),
              message ->
                  message instanceof LeafMessage.Join join
                      ? new LeafMessage.JoinReply(
                          join.requestId(), true, List.of(world.address(1)), List.of(partner))
                      : null));
    }
    SuperPeerConfig config = SuperPeerConfig.of(SuperPeerConfig.defaults(64));
    UnstructuredNode leaf =
        UnstructuredNode.leaf(world.addHost(), config, List.of(world.address(0)));
    world.simulation.place(2, leaf);
    leaf.start();
    world.pass(1);
    assertThat(((Leaf) leaf.role()).superPeers()).containsExactly(world.address(0));
  }

  /**
   * A link that finds no room any more leaves no trace. 0 has room for one link; 4 links to it
   * while it asks 5.
   */
  @Test
  void linkForWhichThereIsNoRoomAnyMore_leavesNothingBehind() {
    int[][] pairs = {{1, 0}, {2, 0}, {3, 0}};
    world = UnstructuredWorld.linked(6, Map.of("degree", "2"), pairs);
    NeighborTable links = world.superPeer(0).links();
    world.superPeer(0).linking().link(world.address(5));
    world.superPeer(4).linking().link(world.address(0));
    world.pass(1);
    assertThat(links.neighbors()).hasSize(4).contains(world.address(4));
    assertThat(links.neighborhood().peers()).doesNotContain(world.address(5));
  }

  @Test
  void filesOfADeadPartner_areForgotten() {
    ContentName name = new ContentName("a file");
    world = started(20, "redundancy", "2");
    world.node(1).publish(name, 7);
    world.pass(1);
    LeafIndex index = world.superPeer(0).index();
    assertThat(index.bytes(world.address(1), name.key())).isEqualTo(7);
    world.simulation.crash(1);
    world.pass(10);
    assertThat(index.bytes(world.address(1), name.key())).isEqualTo(SharedContent.UNSIZED);
  }

  /**
   * Super-peers started with the commands of docs/presets.md keep their role. The first node starts
   * without a contact, and the next two join it.
   */
  @Test
  void superPeersOfAMesh_stayWhatTheyAre() {
    SuperPeerPlugin provider = new SuperPeerPlugin();
    Map<String, String> mesh = provider.presets().get("super-peer-mesh");
    for (int i = 0; i < 3; i++) {
      String role = i == 0 ? "auto" : "super-peer";
      SuperPeerNodeFactory nodes =
          SuperPeerNodeFactory.of(provider.defaults(64).overriddenBy(mesh).with("role", role));
      List<Peer> contacts = i == 0 ? List.of() : List.of(world.address(0));
      world.nodes.add(nodes.make(world.addHost(), contacts));
      world.simulation.place(i, world.nodes.get(i));
      world.nodes.get(i).start();
    }
    world.pass(120);
    assertThat(world.roles).isEmpty();
  }
}
