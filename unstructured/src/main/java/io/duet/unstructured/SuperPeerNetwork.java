package io.duet.unstructured;

import io.duet.node.Host;
import io.duet.node.Peer;
import io.duet.overlay.Overlay;
import io.duet.overlay.spi.NetworkSnapshot;
import io.duet.overlay.spi.OverlayNetwork;
import io.duet.overlay.spi.Settings;
import io.duet.unstructured.config.SuperPeerConfig;
import io.duet.unstructured.leaf.Leaf;
import io.duet.unstructured.superpeer.SuperPeer;
import io.duet.unstructured.topology.Topology;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Builds the super-peer network of an experiment. The first node of every cluster is a super-peer,
 * and each node knows a few earlier super-peers. An assembled network may take the links between
 * its super-peers from a {@link Topology}.
 */
final class SuperPeerNetwork implements OverlayNetwork {
  private static final int KNOWN = 4;

  private final SuperPeerConfig config;
  private final @Nullable Topology topology;
  private final RandomGenerator random;
  private final MembershipCheck membership;
  private final Map<Integer, SuperPeerConfig> byCapacity = new TreeMap<>();

  /**
   * A network without nodes.
   *
   * @throws IllegalArgumentException with a message for the user, if a setting is invalid
   */
  SuperPeerNetwork(Settings settings, RandomGenerator random) {
    this.config = SuperPeerConfig.of(settings);
    String shape = config.topology();
    this.membership = new MembershipCheck(config);
    this.topology = shape.equals(SuperPeerConfig.GROWN) ? null : Topology.of(shape);
    this.random = random;
  }

  /** The settings of a new node; nodes of equal capacity share one object. */
  private SuperPeerConfig drawn() {
    SuperPeerConfig drawn = config.drawn(random);
    return byCapacity.computeIfAbsent(drawn.load().capacity(), capacity -> drawn);
  }

  @Override
  public Overlay create(int index, Host host, List<Peer> addresses) {
    int before = (index + config.clusterSize() - 1) / config.clusterSize();
    if (isSuperPeer(index)) {
      List<Peer> contacts = superPeers(before, config.degree(), addresses);
      UnstructuredNode node = UnstructuredNode.superPeer(host, drawn(), contacts);
      int place = index % config.clusterSize();
      if (place > 0 && node.role() instanceof SuperPeer superPeer) {
        superPeer.startWithPartner(addresses.get(index - place));
      }
      return node;
    }
    return UnstructuredNode.leaf(host, drawn(), superPeers(before, KNOWN, addresses));
  }

  /** With elections, a growing network begins with one super-peer. */
  private boolean isSuperPeer(int index) {
    return config.isSuperPeer(index) && (!config.elects() || index == 0);
  }

  /** Random ones of the first {@code count} super-peers; all of them if few enough. */
  private List<Peer> superPeers(int count, int wanted, List<Peer> addresses) {
    return IntStream.range(0, Math.min(count, wanted))
        .map(i -> count <= wanted ? i : random.nextInt(count))
        .mapToObj(cluster -> addresses.get(cluster * config.clusterSize()))
        .distinct()
        .toList();
  }

  @Override
  public int hopsMax() {
    return config.search().hopsMax();
  }

  @Override
  public long check(NetworkSnapshot snapshot, Consumer<String> violations) {
    return membership.check(snapshot, violations);
  }

  @Override
  public void assemble(List<? extends Overlay> nodes) {
    List<List<SuperPeer>> clusters = clusters(nodes);
    new ClusterLinks(config, topology, random).link(clusters);
    clusters.forEach(cluster -> cluster.forEach(SuperPeer::begin));
    int next = 0;
    for (Overlay node : nodes) {
      if (((UnstructuredNode) node).role() instanceof Leaf leaf) {
        attach(leaf, clusters.get(next++ % clusters.size()));
      }
    }
  }

  /** The super-peers, grouped with their partners. */
  private List<List<SuperPeer>> clusters(List<? extends Overlay> nodes) {
    List<List<SuperPeer>> clusters = new ArrayList<>();
    for (int i = 0; i < nodes.size(); i++) {
      UnstructuredNode node = (UnstructuredNode) nodes.get(i);
      if (config.isSuperPeer(i)) {
        node.assembleAsSuperPeer();
      }
      if (node.role() instanceof SuperPeer superPeer) {
        add(superPeer, clusters);
      }
    }
    return clusters;
  }

  private void add(SuperPeer superPeer, List<List<SuperPeer>> clusters) {
    List<SuperPeer> last = clusters.isEmpty() ? null : clusters.get(clusters.size() - 1);
    if (last == null || last.size() >= config.redundancy()) {
      clusters.add(new ArrayList<>(List.of(superPeer)));
    } else {
      last.get(0).partner().assemble(superPeer.self());
      superPeer.partner().assemble(last.get(0).self());
      last.add(superPeer);
    }
  }

  private static void attach(Leaf leaf, List<SuperPeer> cluster) {
    int capacity = leaf.config().capacityOfLeaf();
    cluster.forEach(superPeer -> superPeer.registry().serve(leaf.host().self(), capacity));
    leaf.assemble(cluster.stream().map(SuperPeer::self).toList(), cluster.get(0).links().some());
  }
}
