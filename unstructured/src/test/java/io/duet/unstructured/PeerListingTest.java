package io.duet.unstructured;

import static org.assertj.core.api.Assertions.assertThat;

import io.duet.node.Peer;
import io.duet.node.PeerAddress;
import io.duet.overlay.ContentName;
import io.duet.overlay.Status;
import io.duet.overlay.TablePage;
import io.duet.unstructured.message.LeafMessage;
import io.duet.unstructured.superpeer.LeafRegistry;
import io.duet.unstructured.superpeer.SuperPeer;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Two super-peers, nodes 0 and 4, each with three leaves; what they list for people. */
class PeerListingTest {
  private final UnstructuredWorld world =
      UnstructuredWorld.of(new SuperPeerPlugin(), 8, 1, Map.of("clusterSize", "4"));

  PeerListingTest() {
    world.startAll();
    world.pass(4);
  }

  private TablePage list(int node, TablePage.Of what, int first) {
    return world.node(node).list(what, first);
  }

  private List<Object> column(int node, TablePage.Of what, String name) {
    Status.Table table = list(node, what, 0).table();
    int place = table.columns().indexOf(name);
    return table.rows().stream().<Object>map(row -> row.get(place)).toList();
  }

  private int superPeerOf(int leaf) {
    Peer superPeer = world.leaf(leaf).superPeer(0);
    return world.simulation.peers().indexOf(superPeer);
  }

  @Test
  void superPeers_areListedWithTheirLeaves_andTheLeafsOwnIsMarked() {
    int leavesOfFirst = world.superPeer(0).registry().leaves();
    assertThat(list(0, TablePage.Of.SUPER_PEERS, 0).table().rows())
        .containsExactly(
            List.of(world.address(0).toString(), "this node", leavesOfFirst),
            List.of(world.address(4).toString(), "neighbor", 6 - leavesOfFirst));
    List<?> own = list(1, TablePage.Of.SUPER_PEERS, 0).table().rows().get(0);
    assertThat(own.subList(0, 2))
        .isEqualTo(List.of(world.address(superPeerOf(1)).toString(), "serves this leaf"));
    assertThat(column(1, TablePage.Of.SUPER_PEERS, "relation"))
        .containsOnlyOnce("serves this leaf");
  }

  @Test
  void leafThatIsGone_isListedAsInactive_untilItIsBack() {
    int superPeer = superPeerOf(1);
    world.node(1).publish(new ContentName("a song"));
    world.pass(1);
    int active = world.superPeer(superPeer).registry().leaves();
    assertThat(column(superPeer, TablePage.Of.PEERS, "contents")).contains(1);
    world.simulation.crash(1);
    world.pass(6);
    assertThat(column(superPeer, TablePage.Of.PEERS, "state"))
        .hasSize(active)
        .containsOnlyOnce("inactive");
    SuperPeer server = world.superPeer(superPeer);
    server.registry().onJoin(world.address(1), new LeafMessage.Join(1, true, 0));
    assertThat(column(superPeer, TablePage.Of.PEERS, "state")).containsOnly("active");
  }

  @Test
  void resources_areListedInParts() {
    int superPeer = superPeerOf(1);
    int before = list(superPeer, TablePage.Of.RESOURCES, 0).total();
    IntStream.range(0, 300).forEach(i -> world.node(1).publish(new ContentName("song " + i), i));
    world.pass(2);
    TablePage first = list(superPeer, TablePage.Of.RESOURCES, 0);
    TablePage rest = list(superPeer, TablePage.Of.RESOURCES, 256);
    assertThat(first.total()).isEqualTo(before + 300);
    assertThat(first.table().rows()).hasSize(256);
    assertThat(rest.table().rows())
        .hasSize(before + 44)
        .doesNotContainAnyElementsOf(first.table().rows());
    assertThat(first.table().rows())
        .contains(List.of("song 7", 7L, 1, world.address(1).toString()));
    assertThat(list(superPeer, TablePage.Of.RESOURCES, 100_000).table().rows()).isEmpty();
    assertThat(list(1, TablePage.Of.RESOURCES, 256).table().rows()).hasSize(44);
  }

  @Test
  void departed_areBounded_andTheFirstToGoIsForgottenFirst() {
    LeafRegistry registry = world.superPeer(superPeerOf(1)).registry();
    IntStream.rangeClosed(0, LeafRegistry.DEPARTED_MAX)
        .mapToObj(i -> Peer.at(PeerAddress.ofIpv4(i, 1)))
        .forEach(
            leaf -> {
              registry.serve(leaf, 0);
              registry.drop(leaf);
            });
    assertThat(registry.departed())
        .hasSize(LeafRegistry.DEPARTED_MAX)
        .doesNotContainKey(Peer.at(PeerAddress.ofIpv4(0, 1)))
        .containsKey(Peer.at(PeerAddress.ofIpv4(1, 1)));
  }
}
