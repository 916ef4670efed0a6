package io.duet.experiments.world;

import io.duet.experiments.experiment.Experiment;
import io.duet.node.Key;
import io.duet.node.NodeListener;
import io.duet.node.Peer;
import io.duet.node.Traffic;
import io.duet.overlay.ContentCache;
import io.duet.overlay.Overlay;
import io.duet.overlay.spi.NetworkSnapshot;
import io.duet.overlay.spi.OverlayNetwork;
import io.duet.overlay.spi.Overlays;
import io.duet.simulation.NetworkModel;
import io.duet.simulation.Simulation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** A world in virtual time. */
public final class SimulatedWorld implements World, NetworkSnapshot {
  private static final long SECOND = 1_000_000_000;
  private static final int MANY_NODES = 20_000;
  private static final long DEVIATION_NANOS_MAX = 900 * SECOND;

  private final Simulation simulation;
  private final OverlayNetwork network;
  private final List<Overlay> nodes = new ArrayList<>();
  private final HostLayout layout;
  private final BitSet begun = new BitSet();
  private final Invariants invariants;
  private final long checkNanos;
  private long nextCheck;

  /** The hosts of all nodes, in virtual time; no node is started yet. */
  public SimulatedWorld(Experiment experiment, OverlayNetwork network, NodeListener listener) {
    this.network = network;
    this.invariants = new Invariants(listener, network.hopsMax());
    this.checkNanos = experiment.nodes() <= MANY_NODES ? SECOND : 10 * SECOND;
    this.simulation =
        new Simulation(
            experiment.seed(),
            NetworkModel.parse(experiment.network()),
            Overlays.messages(),
            invariants);
    simulation.faults().loss(experiment.loss());
    if (experiment.crashAs().equals(Experiment.REFUSED)) {
      simulation.refuseWhenEnded();
    }
    this.layout = new HostLayout(experiment.nodes(), network);
    populate(layout.hosts());
  }

  private void populate(int count) {
    for (int i = 0; i < count; i++) {
      simulation.addHost();
    }
    List<Peer> addresses = simulation.peers();
    for (int i = 0; i < count; i++) {
      Overlay node = network.create(i, simulation.host(i), addresses);
      nodes.add(node);
    }
  }

  @Override
  public List<Peer> peers() {
    return simulation.peers();
  }

  @Override
  public void start(int node) {
    layout.hostsOf(node).forEach(this::startHost);
  }

  private void startHost(int host) {
    if (begun.get(host)) {
      Overlay recreated = network.recreate(host, simulation.host(host), simulation.peers());
      nodes.set(host, recreated);
      invariants.forget(simulation.peers().get(host));
    }
    begun.set(host);
    simulation.place(host, nodes.get(host));
    nodes.get(host).start();
  }

  @Override
  public void startExtraNodes() {
    layout.extras().forEach(this::startHost);
  }

  @Override
  public void assemble(int there) {
    List<Overlay> first = new ArrayList<>(there);
    for (int host : layout.first(there)) {
      simulation.place(host, nodes.get(host));
      first.add(nodes.get(host));
    }
    begun.set(0, nodes.size());
    network.assemble(first);
  }

  @Override
  public void crash(int node) {
    layout.hostsOf(node).forEach(simulation::crash);
  }

  @Override
  public void leave(int node) {
    layout.hostsOf(node).forEach(simulation::leave);
  }

  @Override
  public void call(int node, Consumer<Overlay> action) {
    if (simulation.isAlive(node)) {
      action.accept(nodes.get(node));
    }
  }

  @Override
  public long nowNanos() {
    return simulation.nowNanos();
  }

  @Override
  public void advanceTo(long nanos) {
    while (nextCheck <= nanos) {
      simulation.runUntil(nextCheck);
      network.check(this, invariants::violated);
      nextCheck += checkNanos;
    }
    simulation.runUntil(nanos);
  }

  /**
   * Continues without a workload while there are deviations that are violations only if they last;
   * otherwise those that began late in a run would never be found. Checks only once if there are
   * very many nodes, or if a quarter of an hour would not suffice, because pings are rare or off.
   */
  @Override
  public void check(String overlay) {
    long left = network.check(this, invariants::violated);
    if (nodes.size() <= MANY_NODES && left <= DEVIATION_NANOS_MAX) {
      awaitEndOfDeviations(left);
    }
    invariants.assertKept(overlay);
  }

  private void awaitEndOfDeviations(long nanos) {
    long end = simulation.nowNanos() + nanos;
    boolean deviates = nanos > 0;
    while (deviates && simulation.nowNanos() < end) {
      simulation.runUntil(simulation.nowNanos() + checkNanos);
      deviates = network.check(this, invariants::violated) > 0;
    }
  }

  @Override
  public List<Overlay> nodes() {
    return nodes;
  }

  @Override
  public boolean isAlive(int index) {
    return simulation.isAlive(index);
  }

  @Override
  public List<Traffic> traffic() {
    return List.of(simulation.traffic());
  }

  @Override
  public int[] searchLoad() {
    return layout.byNode(simulation.searchLoad());
  }

  @Override
  public long[] messagesHandled() {
    return layout.byNode(simulation.loads().messages(layout.hosts()));
  }

  @Override
  public long[] bytesHandled() {
    return layout.byNode(simulation.loads().bytes(layout.hosts()));
  }

  @Override
  public String[] roles() {
    String[] roles = new String[layout.nodes()];
    Arrays.setAll(roles, node -> simulation.isAlive(node) ? nodes.get(node).roleName() : "");
    return roles;
  }

  @Override
  public int[] recordsKept() {
    int[] kept = new int[nodes.size()];
    Arrays.setAll(kept, host -> simulation.isAlive(host) ? nodes.get(host).recordsKept() : 0);
    return layout.byNode(kept);
  }

  @Override
  public List<List<Key>> remembered() {
    return IntStream.range(0, nodes.size())
        .mapToObj(
            host -> simulation.isAlive(host) ? ContentCache.of(nodes.get(host)) : List.<Key>of())
        .toList();
  }

  @Override
  public long traceHash() {
    return simulation.traceHash();
  }

  /** An exception of a node in virtual time ends the run. */
  @Override
  public long failures() {
    return 0;
  }

  @Override
  public void close() {}
}
