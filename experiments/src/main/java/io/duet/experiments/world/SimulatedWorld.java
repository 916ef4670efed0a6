package io.duet.experiments.world;

import io.duet.experiments.experiment.Experiment;
import io.duet.experiments.fetch.FetchPlan;
import io.duet.experiments.fetch.Fetches;
import io.duet.experiments.fetch.SimulatedFetches;
import io.duet.node.NodeListener;
import io.duet.node.Peer;
import io.duet.node.Traffic;
import io.duet.overlay.Overlay;
import io.duet.overlay.spi.NetworkSnapshot;
import io.duet.overlay.spi.OverlayNetwork;
import io.duet.overlay.spi.Overlays;
import io.duet.simulation.NetworkModel;
import io.duet.simulation.Simulation;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/** A world in virtual time, in which an exception of a node ends the run. */
public final class SimulatedWorld extends World implements NetworkSnapshot {
  private static final long SECOND = 1_000_000_000;
  private static final int MANY_NODES = 20_000;
  private static final long DEVIATION_NANOS_MAX = 900 * SECOND;

  private final Simulation simulation;
  private final Invariants invariants;
  private final Experiment experiment;
  private final long checkNanos;
  private long nextCheck;

  /** The hosts of all nodes, in virtual time; no node is started yet. */
  public SimulatedWorld(Experiment experiment, OverlayNetwork network, NodeListener listener) {
    super(experiment, network);
    this.experiment = experiment;
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
    for (int i = 0; i < layout.hosts(); i++) {
      simulation.addHost();
    }
    for (int i = 0; i < layout.hosts(); i++) {
      nodes.add(network.create(i, simulation.host(i), peers()));
    }
  }

  @Override
  public List<Peer> peers() {
    return simulation.peers();
  }

  @Override
  Fetches open(FetchPlan plan) {
    return new SimulatedFetches(
        plan,
        simulation,
        NetworkModel.parse(experiment.network()),
        experiment.nodes(),
        experiment.crashAs().equals(Experiment.REFUSED),
        (action, node) -> call(node, action));
  }

  @Override
  void startHost(int host) {
    simulation.place(host, nodes.get(host));
    nodes.get(host).start();
  }

  @Override
  void recreate(int host) {
    nodes.set(host, network.recreate(host, simulation.host(host), peers()));
    invariants.forget(peers().get(host));
  }

  @Override
  void assembleHosts(List<Integer> hosts) {
    hosts.forEach(host -> simulation.place(host, nodes.get(host)));
    network.assemble(hosts.stream().map(nodes::get).toList());
  }

  @Override
  void crashHost(int host) {
    simulation.crash(host);
  }

  @Override
  void leaveHost(int host) {
    simulation.leave(host);
  }

  @Override
  public void call(int node, Consumer<Overlay> action) {
    if (isAlive(node)) {
      action.accept(nodes.get(node));
    }
  }

  @Override
  <T> T ofLive(int host, Function<Overlay, T> read, T otherwise) {
    return isAlive(host) ? read.apply(nodes.get(host)) : otherwise;
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
    long end = nowNanos() + nanos;
    boolean deviates = nanos > 0;
    while (deviates && nowNanos() < end) {
      simulation.runUntil(nowNanos() + checkNanos);
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
  long[] searchesReceived() {
    return Arrays.stream(simulation.searchLoad()).asLongStream().toArray();
  }

  @Override
  long[] messagesHandled() {
    return simulation.loads().messages(layout.hosts());
  }

  @Override
  long[] bytesHandled() {
    return simulation.loads().bytes(layout.hosts());
  }

  @Override
  public long traceHash() {
    return simulation.traceHash();
  }
}
