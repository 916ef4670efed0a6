package io.duet.unstructured;

import static org.assertj.core.api.Assertions.assertThat;

import io.duet.node.Host;
import io.duet.node.Key;
import io.duet.node.NodeEvent;
import io.duet.node.Peer;
import io.duet.node.TrafficClass;
import io.duet.overlay.KeywordResult;
import io.duet.overlay.Keywords;
import io.duet.overlay.Overlay;
import io.duet.overlay.OverlayEvent;
import io.duet.overlay.QueryEvent;
import io.duet.overlay.SearchResult;
import io.duet.overlay.spi.NetworkSnapshot;
import io.duet.overlay.spi.OverlayNetwork;
import io.duet.overlay.spi.OverlayPlugin;
import io.duet.simulation.NetworkModel;
import io.duet.simulation.Simulation;
import io.duet.unstructured.config.SuperPeerConfig;
import io.duet.unstructured.leaf.Leaf;
import io.duet.unstructured.neighbor.NeighborTable;
import io.duet.unstructured.superpeer.SuperPeer;
import io.duet.wire.MessageRegistry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** An unstructured network in virtual time, with a round trip of 60 ms. */
public final class UnstructuredWorld implements NetworkSnapshot {
  public static final long SECOND = 1_000_000_000;

  public final List<String> refusals = new ArrayList<>();
  public final List<QueryEvent.Arrived> arrivals = new ArrayList<>();
  public final List<Peer> arrivedAt = new ArrayList<>();
  public final List<String> roles = new ArrayList<>();
  public final List<Peer> drops = new ArrayList<>(); // whose queries were dropped
  public final List<Peer> joined = new ArrayList<>();
  public final List<Overlay> nodes = new ArrayList<>();
  public final Simulation simulation;
  Consumer<OverlayEvent.RequestArrived> requests = request -> {};

  public UnstructuredWorld(long seed) {
    this(seed, NetworkModel.constant(60_000_000));
  }

  UnstructuredWorld(long seed, NetworkModel network) {
    MessageRegistry.Builder messages = MessageRegistry.builder();
    new FloodPlugin().register(messages);
    new SuperPeerPlugin().register(messages);
    simulation =
        new Simulation(
            seed,
            network,
            messages.build(),
            (node, event) -> {
              if (event instanceof NodeEvent.MessageRefused refused) {
                refusals.add(refused.reason());
              } else if (event instanceof OverlayEvent.Joined) {
                joined.add(node);
              } else if (event instanceof OverlayEvent.RoleChanged changed) {
                roles.add(changed.role());
              } else if (event instanceof OverlayEvent.RequestArrived request) {
                requests.accept(request);
              } else if (event instanceof QueryEvent.Dropped drop) {
                drops.add(drop.peer());
              } else if (event instanceof QueryEvent.Arrived arrival) {
                arrivals.add(arrival);
                arrivedAt.add(node);
              }
            });
  }

  /** A whole network that an overlay builds itself. */
  public static UnstructuredWorld of(
      OverlayPlugin provider, int count, long seed, Map<String, String> changes) {
    return of(new UnstructuredWorld(seed), provider, count, seed, changes);
  }

  /** The same in a world that is there already, and empty. */
  static UnstructuredWorld of(
      UnstructuredWorld world,
      OverlayPlugin provider,
      int count,
      long seed,
      Map<String, String> changes) {
    OverlayNetwork network =
        provider.network(
            provider.defaults(count).overriddenBy(changes), count, new SplittableRandom(seed));
    for (int i = 0; i < count; i++) {
      world.simulation.addHost();
      world.nodes.add(network.create(i, world.simulation.host(i), world.simulation.peers()));
      world.simulation.place(i, world.nodes.get(i));
    }
    return world;
  }

  public Host addHost() {
    return simulation.addHost();
  }

  public Peer address(int node) {
    return simulation.peers().get(node);
  }

  @Override
  public long nowNanos() {
    return simulation.nowNanos();
  }

  @Override
  public List<Overlay> nodes() {
    return nodes;
  }

  @Override
  public boolean isAlive(int node) {
    return simulation.isAlive(node);
  }

  public List<Peer> addresses(int... of) {
    return IntStream.of(of).mapToObj(this::address).toList();
  }

  /** Lets a node begin at the host that was added last; its number. */
  public int begin(Overlay node) {
    nodes.add(node);
    simulation.place(nodes.size() - 1, node);
    node.start();
    return nodes.size() - 1;
  }

  public void startAll() {
    nodes.forEach(Overlay::start);
  }

  public void pass(double seconds) {
    simulation.runUntil(simulation.nowNanos() + (long) (seconds * SECOND));
  }

  public SearchResult search(int node, Key key) {
    List<SearchResult> answers = new ArrayList<>();
    nodes.get(node).search(key, answers::add);
    pass(12);
    assertThat(answers).hasSize(1);
    return answers.get(0);
  }

  public KeywordResult search(int node, Keywords words) {
    List<KeywordResult> answers = new ArrayList<>();
    node(node).search(words, answers::add);
    pass(12);
    assertThat(answers).hasSize(1);
    return answers.get(0);
  }

  public UnstructuredNode node(int index) {
    return (UnstructuredNode) nodes.get(index);
  }

  public SuperPeer superPeer(int index) {
    return (SuperPeer) node(index).role();
  }

  public Leaf leaf(int index) {
    return (Leaf) node(index).role();
  }

  public SuperPeer superPeerAt(Peer address) {
    return superPeer(simulation.peers().indexOf(address));
  }

  public long searchMessages() {
    return simulation.traffic().messagesSent(TrafficClass.SEARCH);
  }

  /** How many links each node is away from the first one; nodes out of reach are missing. */
  public static Map<Peer, Integer> depths(Peer first, Function<Peer, List<Peer>> neighbors) {
    Map<Peer, Integer> depths = new HashMap<>(Map.of(first, 0));
    Queue<Peer> queue = new ArrayDeque<>(List.of(first));
    while (!queue.isEmpty()) {
      Peer at = queue.remove();
      for (Peer next : neighbors.apply(at)) {
        if (depths.putIfAbsent(next, depths.get(at) + 1) == null) {
          queue.add(next);
        }
      }
    }
    return depths;
  }

  /** Peers linked by the given pairs. They never ping, so queries are the only messages. */
  public static UnstructuredWorld linked(int peers, Map<String, String> changes, int[]... pairs) {
    return linked(peers, peer -> changes, pairs);
  }

  /** The same with settings of each peer's own. */
  public static UnstructuredWorld linked(
      int peers, IntFunction<Map<String, String>> changes, int[]... pairs) {
    UnstructuredWorld world = new UnstructuredWorld(1);
    List<Peer> nobody = List.of();
    for (int i = 0; i < peers; i++) {
      SuperPeerConfig config =
          SuperPeerConfig.of(
              SuperPeerConfig.floodDefaults(peers)
                  .with("ping", "23h")
                  .with("verifyHits", false)
                  .overriddenBy(changes.apply(i)));
      world.nodes.add(UnstructuredNode.superPeer(world.addHost(), config, nobody));
      world.simulation.place(i, world.nodes.get(i));
    }
    for (int[] pair : pairs) {
      NeighborTable.assemble(
          world.superPeer(pair[0]).links(), world.superPeer(pair[1]).links(), true);
    }
    return world;
  }

  /** Puts a network together at once instead of starting its nodes. */
  public static UnstructuredWorld assembled(OverlayPlugin provider, int count, long seed) {
    return assembled(provider, count, seed, Map.of());
  }

  public static UnstructuredWorld assembled(
      OverlayPlugin provider, int count, long seed, Map<String, String> changes) {
    UnstructuredWorld world = of(provider, count, seed, changes);
    provider
        .network(provider.defaults(count).overriddenBy(changes), count, new SplittableRandom(seed))
        .assemble(world.nodes);
    return world;
  }
}
