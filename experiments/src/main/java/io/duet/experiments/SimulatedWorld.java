package io.duet.experiments;

import io.duet.node.NodeListener;
import io.duet.node.PeerAddress;
import io.duet.node.Traffic;
import io.duet.overlay.Overlay;
import io.duet.overlay.OverlayNetwork;
import io.duet.simulation.NetworkModels;
import io.duet.simulation.Simulation;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A world in virtual time. */
final class SimulatedWorld implements World {
  private final Simulation simulation;
  private final OverlayNetwork network;
  private final List<Overlay> nodes = new ArrayList<>();

  SimulatedWorld(Experiment experiment, OverlayNetwork network, NodeListener listener) {
    this.network = network;
    this.simulation =
        new Simulation(
            experiment.seed(),
            NetworkModels.parse(experiment.network()),
            Overlays.messages(),
            listener);
    simulation.faults().loss(experiment.loss());
    populate(experiment.nodes() + network.extraNodes());
  }

  private void populate(int count) {
    for (int i = 0; i < count; i++) {
      simulation.addHost();
    }
    List<PeerAddress> addresses = simulation.addresses();
    for (int i = 0; i < count; i++) {
      Overlay node = network.create(i, simulation.host(i), addresses);
      nodes.add(node);
    }
  }

  @Override
  public List<PeerAddress> addresses() {
    return simulation.addresses();
  }

  @Override
  public void start(int node) {
    simulation.place(node, nodes.get(node));
    nodes.get(node).start();
  }

  @Override
  public void assemble() {
    for (int i = 0; i < nodes.size(); i++) {
      simulation.place(i, nodes.get(i));
    }
    network.assemble(nodes);
  }

  @Override
  public void crash(int node) {
    simulation.crash(node);
  }

  @Override
  public void leave(int node) {
    simulation.leave(node);
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
    simulation.runUntil(nanos);
  }

  @Override
  public List<Traffic> traffic() {
    return List.of(simulation.traffic());
  }

  @Override
  public int[] searchLoad() {
    return simulation.searchLoad();
  }

  @Override
  public long traceHash() {
    return simulation.traceHash();
  }

  /** What a node throws in virtual time ends the run. */
  @Override
  public long failures() {
    return 0;
  }

  @Override
  public void close() {}
}
