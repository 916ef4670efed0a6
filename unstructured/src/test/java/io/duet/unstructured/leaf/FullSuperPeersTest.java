package io.duet.unstructured.leaf;

import static org.assertj.core.api.Assertions.assertThat;

import io.duet.node.Host;
import io.duet.node.Key;
import io.duet.node.Node;
import io.duet.node.Peer;
import io.duet.node.PeerAddress;
import io.duet.overlay.SearchResult;
import io.duet.unstructured.Full;
import io.duet.unstructured.UnstructuredNode;
import io.duet.unstructured.UnstructuredWorld;
import io.duet.unstructured.config.SuperPeerConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Where a leaf goes that is refused for want of room: super-peers take two leaves each. */
class FullSuperPeersTest {
  private static final Key KEY = Key.ofName("a file");

  private final UnstructuredWorld world = new UnstructuredWorld(1);
  private SuperPeerConfig config = config(1);

  private static SuperPeerConfig config(int redundancy) {
    return SuperPeerConfig.of(
        SuperPeerConfig.defaults(64)
            .overriddenBy(
                Map.of(
                    "clusterSize", "8",
                    "leavesMax", "2",
                    "redundancy", Integer.toString(redundancy))));
  }

  private int addSuperPeer(int... contacts) {
    return world.begin(
        UnstructuredNode.superPeer(world.addHost(), config, world.addresses(contacts)));
  }

  private int addLeaf(int... known) {
    return world.begin(UnstructuredNode.leaf(world.addHost(), config, world.addresses(known)));
  }

  private void fill(int superPeer) {
    addSilentLeaves(superPeer, 2);
  }

  /** Gives a super-peer leaves that it does not miss. */
  private void addSilentLeaves(int superPeer, int count) {
    for (int i = 0; i < count; i++) {
      Peer leaf = Peer.at(PeerAddress.ofIpv4(10 * superPeer + i, 1));
      world.superPeer(superPeer).index().attach(leaf, Long.MAX_VALUE);
    }
  }

  /**
   * A leaf at a full super-peer is redirected, in two steps, to the only one of twelve that has
   * room.
   */
  @Test
  void leaf_thatNamesAFullOne_isSentToTheOneWithRoom() {
    int first = addSuperPeer();
    IntStream.rangeClosed(1, 12).forEach(i -> addSuperPeer(first));
    world.pass(3);
    IntStream.range(0, 12).forEach(this::fill);
    addSilentLeaves(12, 1);
    world.pass(3);
    int leaf = addLeaf(first);
    world.pass(0.15);
    assertThat(world.leaf(leaf).superPeers()).containsExactly(world.address(12));
  }

  /** Partners are no neighbours, but one that is full names the other. */
  @Test
  void leaf_thatNamesAFullPartner_isTakenByTheOther() {
    config = config(2);
    int full = addSuperPeer();
    int other = addSuperPeer(full);
    world.pass(5);
    assertThat(world.superPeer(full).partner().list()).containsExactly(world.address(other));
    fill(full);
    world.pass(3);
    int leaf = addLeaf(full);
    world.pass(2);
    assertThat(world.leaf(leaf).superPeers()).containsExactly(world.address(other));
  }

  /**
   * A leaf is redirected to another pair of partners when one partner of the first pair is full.
   */
  @Test
  void leaf_whosePartnersCouldNotBothTakeIt_isSentToAnotherPair() {
    config = config(2);
    int[] four =
        IntStream.range(0, 4).map(i -> i == 0 ? addSuperPeer() : addSuperPeer(0)).toArray();
    world.pass(10);
    Peer full = world.superPeer(four[0]).partner().list().get(0);
    fill(world.simulation.peers().indexOf(full));
    world.pass(3);
    int leaf = addLeaf(four[0]);
    world.pass(3);
    assertThat(world.leaf(leaf).superPeers())
        .hasSize(2)
        .doesNotContain(world.address(four[0]), full);
  }

  private List<Full> full(int count, boolean takesLeaves) {
    List<Full> full = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Full one = new Full(takesLeaves, List.of());
      full.add(one);
      world.simulation.place(i, Node.answering(world.addHost(), one));
    }
    return full;
  }

  private UnstructuredNode leafThatKnows(int... superPeers) {
    Host host = world.addHost();
    UnstructuredNode leaf = UnstructuredNode.leaf(host, config, world.addresses(superPeers));
    world.simulation.place(world.simulation.peers().indexOf(host.self()), leaf);
    leaf.publish(KEY);
    leaf.start();
    return leaf;
  }

  /** The ping period is a second. */
  @Test
  void leafThatNobodyTakes_asksEachOnceInAPeriod_andSaysSo() {
    List<Full> full = full(3, false);
    UnstructuredNode leaf = leafThatKnows(0, 1, 2);
    assertThat(leaf.status().health()).isEqualTo("looking for a super-peer");
    world.pass(60);
    assertThat(full).allMatch(one -> one.asked() >= 30 && one.asked() <= 60);
    assertThat(leaf.status().health()).isEqualTo("waiting for a super-peer with room");
  }

  /** Twelve in a circle, each of which names the four that follow: four steps, and it waits. */
  @Test
  void leafThatFullOnesSendRound_asksEachAtMostOnceInAPeriod() {
    List<Peer> all = new ArrayList<>();
    IntStream.range(0, 12).forEach(i -> all.add(world.addHost().self()));
    List<Full> full = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      int after = i + 1;
      List<Peer> named = IntStream.range(after, after + 4).mapToObj(k -> all.get(k % 12)).toList();
      full.add(new Full(false, named));
      world.simulation.place(i, Node.answering(world.simulation.host(i), full.get(i)));
    }
    leafThatKnows(0);
    world.pass(60);
    assertThat(full).allMatch(one -> one.asked() >= 15 && one.asked() <= 60);
  }

  @Test
  void leafWhoseContentsAreRefused_movesToWhereThereIsRoom() {
    List<Full> full = full(1, true);
    UnstructuredNode other = UnstructuredNode.superPeer(world.addHost(), config, List.of());
    world.simulation.place(1, other);
    other.start();
    UnstructuredNode leaf = leafThatKnows(0);
    world.pass(1);
    assertThat(leaf.status().health()).isEqualTo("a super-peer has no room for its announcements");
    ((Leaf) leaf.role()).known().learn(world.address(1));
    world.pass(15);
    assertThat(((Leaf) leaf.role()).superPeers()).containsExactly(world.address(1));
    assertThat(leaf.status().health()).isEqualTo("healthy");
    assertThat(full.get(0).asked()).isBetween(2, 4);
    List<SearchResult> answers = new ArrayList<>();
    other.search(KEY, answers::add);
    world.pass(1);
    assertThat(answers).extracting(SearchResult::status).containsExactly(SearchResult.Status.FOUND);
  }

  @Test
  void leafThatWithdrawsWhatWasRefused_isHealthyAgain() {
    full(1, true);
    UnstructuredNode leaf = leafThatKnows(0);
    world.pass(1);
    assertThat(leaf.status().health()).isEqualTo("a super-peer has no room for its announcements");
    leaf.withdraw(KEY);
    world.pass(3);
    assertThat(leaf.status().health()).isEqualTo("healthy");
  }

  /** Each has refused it; none is asked more often than once in ten periods for each visit. */
  @Test
  void leafWhoseContentsAreRefusedEverywhere_goesRoundAtABoundedRate() {
    List<Full> full = full(3, true);
    UnstructuredNode leaf = leafThatKnows(0, 1, 2);
    world.pass(60);
    assertThat(leaf.isJoined()).isTrue();
    assertThat(full).allMatch(one -> one.asked() >= 3 && one.asked() <= 24);
  }
}
