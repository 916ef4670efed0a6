package io.duet.unstructured;

import static org.assertj.core.api.Assertions.assertThat;

import io.duet.node.Key;
import io.duet.node.Peer;
import io.duet.overlay.SearchResult;
import io.duet.simulation.NetworkModel;
import io.duet.unstructured.config.SuperPeerConfig;
import io.duet.unstructured.superpeer.SuperPeer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Sixty nodes that elect pairs of super-peers agree again after faults of all kinds. Messages
 * overtake each other, one in fifty is lost, nodes crash, connections break, and for a while a
 * partition separates one half.
 */
class SwarmTest {
  private static final int NODES = 60;
  private static final Map<String, String> SETTINGS =
      Map.of("clusterSize", "8", "redundancy", "2", "elect", "true", "ttl", "7");

  private final Set<String> violations = new LinkedHashSet<>();
  private MembershipCheck check = newCheck();
  private UnstructuredWorld world = new UnstructuredWorld(0);
  private SplittableRandom random = new SplittableRandom(0);
  private int published;

  private static MembershipCheck newCheck() {
    return new MembershipCheck(
        SuperPeerConfig.of(SuperPeerConfig.defaults(NODES).overriddenBy(SETTINGS)));
  }

  private void grow(long seed) {
    random = new SplittableRandom(seed);
    world = new UnstructuredWorld(seed, NetworkModel.exponential(60_000_000));
    UnstructuredWorld.of(world, new SuperPeerPlugin(), NODES, seed, SETTINGS);
    world.simulation.faults().loss(0.02);
    for (int node = 0; node < NODES; node++) {
      world.nodes.get(node).start();
      world.node(node).publish(Key.ofName("file of " + node));
      world.pass(0.2);
    }
    pass(20);
  }

  /** Lets time pass in steps of a second; in each step one node changes what it offers. */
  private void pass(int seconds) {
    for (int i = 0; i < seconds; i++) {
      change(pick(node -> true));
      world.pass(1);
      check.check(world, v -> violations.add(v));
    }
  }

  private void change(int node) {
    if (random.nextBoolean()) {
      world.node(node).publish(Key.ofName("more " + published++));
    } else if (published > 0) {
      world.node(node).withdraw(Key.ofName("more " + random.nextInt(published)));
    }
  }

  private int pick(IntPredicate which) {
    int[] nodes = IntStream.range(0, NODES).filter(world::isAlive).filter(which).toArray();
    return nodes[random.nextInt(nodes.length)];
  }

  private boolean isSuperPeer(int node) {
    return world.node(node).role() instanceof SuperPeer;
  }

  private void crashSome() {
    for (int i = 0; i < 6; i++) {
      world.simulation.crash(pick(i % 2 == 0 ? this::isSuperPeer : node -> true));
      pass(5);
    }
  }

  /**
   * Reports to both sides of some relations that the other side is unreachable, as if both had sent
   * a message in vain.
   */
  private void breakConnections() {
    for (int i = 0; i < 12; i++) {
      int node = pick(this::isSuperPeer);
      List<Peer> peers = new ArrayList<>(world.superPeer(node).links().neighbors());
      peers.addAll(world.superPeer(node).partner().list());
      peers.addAll(world.superPeer(node).registry().peers());
      if (!peers.isEmpty()) {
        Peer peer = peers.get(random.nextInt(peers.size()));
        int other = world.simulation.peers().indexOf(peer);
        world.node(node).onUnreachable(peer);
        if (world.isAlive(other)) {
          world.node(other).onUnreachable(world.address(node));
        }
      }
      pass(1);
    }
  }

  private void partitionAndRepair() {
    BitSet one = new BitSet();
    BitSet other = new BitSet();
    IntStream.range(0, NODES).forEach(node -> (random.nextBoolean() ? one : other).set(node));
    world.simulation.faults().partition(one, other);
    pass(25);
    world.simulation.faults().repair();
    check = newCheck(); // a leaf may know no super-peer on its side
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void afterLossCrashesAndAPartition_allAgree(long seed) {
    grow(seed);
    breakConnections();
    crashSome();
    partitionAndRepair();
    pass(240);
    assertThat(violations).isEmpty();
    world.simulation.faults().loss(0);
    pass(20);
    assertThat(isWhole()).isTrue();
    assertEverythingIsFound();
  }

  /** All super-peers are connected, partners counted as one; a message may be on its way. */
  private boolean isWhole() {
    List<Peer> all =
        IntStream.range(0, NODES)
            .filter(node -> world.isAlive(node) && isSuperPeer(node))
            .mapToObj(world::address)
            .toList();
    return UnstructuredWorld.depths(all.get(0), this::bonds).keySet().containsAll(all);
  }

  private List<Peer> bonds(Peer peer) {
    int node = world.simulation.peers().indexOf(peer);
    if (!world.isAlive(node) || !isSuperPeer(node)) {
      return List.of();
    }
    List<Peer> bonds = new ArrayList<>(world.superPeer(node).links().neighbors());
    bonds.addAll(world.superPeer(node).partner().list());
    return bonds;
  }

  private void assertEverythingIsFound() {
    int asker = pick(node -> true);
    for (int node = 0; node < NODES; node++) {
      if (world.isAlive(node)) {
        SearchResult answer = world.search(asker, Key.ofName("file of " + node));
        assertThat(answer.status()).as("file of %d", node).isEqualTo(SearchResult.Status.FOUND);
      }
    }
  }
}
