package io.duet.unstructured.superpeer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.duet.node.Key;
import io.duet.node.Message;
import io.duet.node.Peer;
import io.duet.node.PeerAddress;
import io.duet.overlay.Overlay;
import io.duet.overlay.SearchResult;
import io.duet.overlay.spi.OverlayNetwork;
import io.duet.unstructured.SuperPeerPlugin;
import io.duet.unstructured.UnstructuredWorld;
import io.duet.unstructured.config.SuperPeerConfig;
import io.duet.unstructured.index.LeafIndex;
import io.duet.unstructured.leaf.Leaf;
import io.duet.unstructured.message.LeafMessage;
import io.duet.unstructured.message.SearchCriteria;
import io.duet.unstructured.message.SharedContent;
import io.duet.unstructured.message.UnstructuredMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SuperPeerTest {
  private static final Key KEY = Key.ofName("a file");
  private static final SearchCriteria SOUGHT = new SearchCriteria.OfKey(KEY);

  /** Three super-peers, 0, 5 and 10, with four leaves for each. */
  private final UnstructuredWorld world =
      UnstructuredWorld.of(new SuperPeerPlugin(), 15, 1, Map.of("clusterSize", "5"));

  private UnstructuredWorld started() {
    world.startAll();
    world.pass(5);
    return world;
  }

  private SuperPeer superPeer(int index) {
    return world.superPeer(index);
  }

  private Leaf leaf(int index) {
    return world.leaf(index);
  }

  private SuperPeer superPeerOf(int leaf) {
    Peer address = leaf(leaf).superPeer(0);
    return superPeer(world.simulation.peers().indexOf(address));
  }

  private int indexOf(SuperPeer superPeer) {
    return world.simulation.peers().indexOf(superPeer.self());
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
    world.node(7).publish(KEY);
    world.pass(1);
    assertThat(superPeerOf(7).index().providers(KEY)).containsExactly(world.address(7));
    world.node(7).withdraw(KEY);
    world.pass(1);
    assertThat(superPeerOf(7).index().providers(KEY)).isEmpty();
  }

  @Test
  void publish_beforeALeafIsAttached_isRegisteredWhenItIs() {
    world.node(7).publish(KEY);
    started();
    assertThat(superPeerOf(7).index().providers(KEY)).containsExactly(world.address(7));
  }

  @Test
  void search_takesOneHopToTheOwnSuperPeer_andTwoToANeighbour() {
    started();
    world.node(7).publish(KEY);
    world.pass(1);
    for (int leaf : leaves()) {
      SearchResult answer = world.search(leaf, KEY);
      assertThat(answer.providers().get(0).provider()).isEqualTo(world.address(7));
      assertThat(answer.hops()).isEqualTo(superPeerOf(leaf) == superPeerOf(7) ? 1 : 2);
    }
  }

  @Test
  void search_ofASuperPeer_beginsAtItsOwnIndex() {
    started();
    world.node(7).publish(KEY);
    world.pass(1);
    int home = indexOf(superPeerOf(7));
    assertThat(world.search(home, KEY).hops()).isZero();
    assertThat(world.search(home == 0 ? 5 : 0, KEY).hops()).isEqualTo(1);
  }

  @Test
  void search_forWhatNobodyHas_isNotFound() {
    started();
    assertThat(world.search(7, KEY).status()).isEqualTo(SearchResult.Status.NOT_FOUND);
  }

  @Test
  void superPeersDeath_movesItsLeaves_andEverythingIsFoundAgain() {
    started();
    leaves().forEach(leaf -> world.node(leaf).publish(Key.ofName("file of " + leaf)));
    world.pass(1);
    world.simulation.crash(0);
    world.pass(10);
    for (int provider : leaves()) {
      int origin = provider == 1 ? 2 : 1;
      SearchResult answer = world.search(origin, Key.ofName("file of " + provider));
      assertThat(answer.status()).as("file of %d", provider).isEqualTo(SearchResult.Status.FOUND);
    }
    assertThat(leaves()).allMatch(leaf -> !world.address(0).equals(leaf(leaf).superPeer(0)));
  }

  private int foreignLeaf() {
    return leaves().stream().filter(l -> superPeerOf(l) != superPeerOf(7)).findFirst().get();
  }

  private static double secondsToFind(UnstructuredWorld world, int leaf) {
    long asked = world.simulation.nowNanos();
    List<Long> answeredAt = new ArrayList<>();
    List<SearchResult> answers = new ArrayList<>();
    world
        .nodes
        .get(leaf)
        .search(
            KEY,
            answer -> {
              answers.add(answer);
              answeredAt.add(world.simulation.nowNanos());
            });
    world.pass(12);
    assertThat(answers).extracting(SearchResult::status).containsExactly(SearchResult.Status.FOUND);
    return (answeredAt.get(0) - asked) / 1e9;
  }

  @Test
  void search_inFlightWhenTheSuperPeerDies_moves_withinTheDeadline() {
    started();
    world.node(7).publish(KEY);
    world.pass(1);
    int asking = foreignLeaf();
    world.simulation.crash(indexOf(superPeerOf(asking)));
    assertThat(secondsToFind(world, asking)).isBetween(1.0, 5.0);
  }

  /** A search detects a dead super-peer itself when no regular ping falls within its deadline. */
  @Test
  void search_noticesADeadSuperPeer_evenIfPingsAreRare() {
    UnstructuredWorld rare =
        UnstructuredWorld.of(
            new SuperPeerPlugin(), 15, 1, Map.of("clusterSize", "5", "ping", "1h"));
    OverlayNetwork network =
        new SuperPeerPlugin()
            .network(
                new SuperPeerPlugin().defaults(15).overriddenBy(Map.of("clusterSize", "5")),
                15,
                new SplittableRandom(1));
    network.assemble(rare.nodes);
    rare.nodes.get(14).publish(KEY);
    rare.pass(1);
    Peer dead = rare.leaf(9).superPeer(0);
    assertThat(dead).isNotEqualTo(rare.leaf(14).superPeer(0));
    rare.simulation.crash(rare.simulation.peers().indexOf(dead));
    assertThat(secondsToFind(rare, 9)).isLessThan(5);
  }

  @Test
  void search_whoseQuestionIsLost_isAskedAgainWithinTheDeadline() {
    started();
    world.node(7).publish(KEY);
    world.pass(1);
    world.simulation.faults().loss(1);
    world.simulation.at(world.simulation.nowNanos() + 1, () -> world.simulation.faults().loss(0));
    assertThat(secondsToFind(world, foreignLeaf())).isBetween(2.5, 3.0);
  }

  @Test
  void lostChange_isNoticedByTheNextPong_andRegisteredAnew() {
    started();
    world.simulation.faults().loss(1);
    world.node(7).publish(KEY);
    world.simulation.faults().loss(0);
    world.pass(1.2);
    assertThat(superPeerOf(7).index().providers(KEY)).containsExactly(world.address(7));
    world.simulation.faults().loss(1);
    world.node(7).withdraw(KEY);
    world.simulation.faults().loss(0);
    world.pass(1.2);
    assertThat(superPeerOf(7).index().providers(KEY)).isEmpty();
  }

  @Test
  void node_tellsThatItJoined_once_howeverOftenItMoves() {
    started();
    assertThat(world.joined).containsExactlyInAnyOrderElementsOf(world.simulation.peers());
    world.simulation.crash(0);
    world.pass(10);
    assertThat(leaves()).allMatch(leaf -> leaf(leaf).isJoined());
    assertThat(world.joined).hasSize(15);
  }

  @Test
  void leavingSuperPeer_tellsItsLeaves() {
    started();
    SuperPeer home = superPeerOf(7);
    world.simulation.leave(indexOf(home));
    world.pass(0.5);
    assertThat(leaves()).allMatch(l -> leaf(l).isJoined() && superPeerOf(l) != home);
  }

  /** The pong of a ping is lost five times; each time the second ping is answered. */
  @Test
  void lostPong_movesNoLeaf() {
    started();
    Peer before = leaf(7).superPeer(0);
    for (int round = 0; round < 5; round++) {
      leaf(7).sessions().list().get(0).ping();
      world.simulation.faults().loss(1);
      world.pass(0.1);
      world.simulation.faults().loss(0);
      world.pass(1.5);
      assertThat(leaf(7).superPeer(0)).as("after round %d", round).isEqualTo(before);
    }
  }

  @Test
  void whoClaimsToBeTheSuperPeer_changesNothingOfItsOwn() {
    started();
    world.node(0).publish(KEY);
    world.node(0).onMessage(world.address(0), new LeafMessage.Join(1, true, 0));
    assertThat(world.refusals).containsExactly("claims to be this node");
    world.pass(10);
    assertThat(superPeer(0).index().providers(KEY)).containsExactly(world.address(0));
  }

  @Test
  void leaf_offersNoMoreThanASuperPeerTakes() {
    started();
    for (int i = 0; i < LeafIndex.KEYS_PER_LEAF_MAX; i++) {
      world.node(7).publish(new Key(i, 1, 2, 3));
    }
    assertThatThrownBy(() -> world.node(7).publish(KEY)).isInstanceOf(IllegalStateException.class);
    world.node(7).withdraw(new Key(0, 1, 2, 3));
    world.node(7).publish(KEY);
    world.pass(56); // 832 messages, a round trip each
    assertThat(superPeerOf(7).index().providers(KEY)).containsExactly(world.address(7));
  }

  @Test
  void defaultTtl_followsTheNumberOfSuperPeers_whichFollowsTheirClusters() {
    assertThat(ttl(64, Map.of())).isEqualTo(2);
    assertThat(ttl(1_000, Map.of())).isEqualTo(4); // 32 super-peers: 7 ^ 2 > 32, and two to spare
    assertThat(ttl(1_000_000, Map.of("clusterSize", "100"))).isEqualTo(7); // 7 ^ 5 > 10,000
    assertThat(ttl(1_000_000, Map.of("clusterSize", "100", "ttl", "3"))).isEqualTo(3);
  }

  private static int ttl(int nodes, Map<String, String> changes) {
    return SuperPeerConfig.of(SuperPeerConfig.defaults(nodes).overriddenBy(changes))
        .search()
        .ttlMax();
  }

  /** Breadth-first search from every super-peer: the default TTL reaches all others. */
  @Test
  void defaultTtl_coversTheSuperPeers_howeverTheNetworkWasBuilt() {
    for (int nodes : new int[] {16, 64, 72, 200, 1_000}) {
      UnstructuredWorld grown = UnstructuredWorld.of(new SuperPeerPlugin(), nodes, 3, Map.of());
      grown.startAll();
      grown.pass(3);
      assertCovered(grown);
      assertCovered(UnstructuredWorld.assembled(new SuperPeerPlugin(), nodes, 4));
    }
  }

  private static void assertCovered(UnstructuredWorld built) {
    int ttl = SuperPeerConfig.of(SuperPeerConfig.defaults(built.nodes.size())).search().ttlMax();
    List<SuperPeer> superPeers =
        IntStream.range(0, built.nodes.size())
            .filter(node -> built.node(node).role() instanceof SuperPeer)
            .mapToObj(built::superPeer)
            .toList();
    for (SuperPeer superPeer : superPeers) {
      assertThat(
              UnstructuredWorld.depths(
                  superPeer.self(), at -> built.superPeerAt(at).links().neighbors()))
          .as("%d nodes", built.nodes.size())
          .hasSize(superPeers.size())
          .allSatisfy((peer, depth) -> assertThat(depth).isLessThanOrEqualTo(ttl));
    }
  }

  /** The bound is three periods of a second, and one until the next look. */
  @Test
  void deadLeaf_vanishesFromTheIndexWithinTheBound() {
    started();
    world.node(7).publish(KEY);
    world.pass(1);
    SuperPeer home = superPeerOf(7);
    world.simulation.crash(7);
    world.pass(4.1);
    assertThat(home.index().providers(KEY)).isEmpty();
  }

  @Test
  void leavingLeaf_vanishesAtOnce() {
    started();
    world.node(7).publish(KEY);
    world.pass(1);
    SuperPeer home = superPeerOf(7);
    world.simulation.leave(7);
    world.pass(0.1);
    assertThat(home.index().providers(KEY)).isEmpty();
  }

  @Test
  void strangers_canNeitherSearchNorChangeAnIndex() {
    started();
    Peer stranger = Peer.at(PeerAddress.ofIpv4(0x7f000001, 9));
    world.node(0).onMessage(stranger, new LeafMessage.LeafQuery(1, SOUGHT, 1));
    world
        .node(0)
        .onMessage(
            stranger, new LeafMessage.Register(1, true, true, List.of(SharedContent.of(KEY))));
    world.node(0).onMessage(stranger, new Message.Searching() {});
    assertThat(world.refusals)
        .containsExactly(
            "search of a stranger", "index of a stranger", "not a message for a super-peer");
    assertThat(superPeer(0).index().providers(KEY)).isEmpty();
  }

  @Test
  void leaf_refusesWhatIsNotForIt() {
    started();
    world.node(7).onMessage(world.address(3), new UnstructuredMessage.Query(1, SOUGHT, 1, 1, 1));
    assertThat(world.refusals).containsExactly("not a message for a leaf");
  }

  @Test
  void fullSuperPeer_takesNoMoreLeaves() {
    UnstructuredWorld full =
        UnstructuredWorld.of(
            new SuperPeerPlugin(), 15, 1, Map.of("clusterSize", "5", "leavesMax", "4"));
    full.startAll();
    full.pass(20);
    assertThat(full.nodes).allMatch(Overlay::isJoined);
    for (int superPeer : List.of(0, 5, 10)) {
      assertThat(full.superPeer(superPeer).index().leaves() - 1).isEqualTo(4);
    }
  }
}
