package io.duet.unstructured;

import static org.assertj.core.api.Assertions.assertThat;

import io.duet.node.Key;
import io.duet.node.NodeEvent;
import io.duet.node.Peer;
import io.duet.node.TrafficClass;
import io.duet.overlay.Overlay;
import io.duet.overlay.SearchResult;
import io.duet.overlay.spi.OverlayNetwork;
import io.duet.overlay.spi.OverlayPlugin;
import io.duet.simulation.NetworkModel;
import io.duet.simulation.Simulation;
import io.duet.wire.MessageRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** A network that is a protocol of its own, in virtual time; a round trip takes 60 ms. */
public abstract class PresetWorld<N extends Overlay> {
  public final List<String> refusals = new ArrayList<>();
  public final List<N> nodes = new ArrayList<>();
  public final Simulation simulation;
  public final OverlayNetwork network;
  private final Class<N> type;

  /** {@code count} nodes, and {@code more} that the network has in addition. */
  public PresetWorld(
      Class<N> type,
      OverlayPlugin provider,
      int count,
      int more,
      long seed,
      Map<String, String> changes) {
    this.type = type;
    MessageRegistry.Builder messages = MessageRegistry.builder();
    provider.register(messages);
    simulation =
        new Simulation(
            seed, NetworkModel.constant(60_000_000), messages.build(), (node, event) -> on(event));
    network =
        provider.network(
            provider.defaults(count).overriddenBy(changes), count, new SplittableRandom(seed));
    for (int i = 0; i < count + more; i++) {
      simulation.addHost();
    }
    for (int i = 0; i < count + more; i++) {
      Overlay node = network.create(i, simulation.host(i), simulation.peers());
      nodes.add(type.cast(node));
      simulation.place(i, node);
    }
  }

  private void on(NodeEvent event) {
    if (event instanceof NodeEvent.MessageRefused refused) {
      refusals.add(refused.reason());
    }
  }

  public Peer address(int node) {
    return simulation.peers().get(node);
  }

  public void pass(double seconds) {
    simulation.runUntil(simulation.nowNanos() + (long) (seconds * 1e9));
  }

  /** Starts a node again, without its state, at the address that it had. */
  public void comeBack(int node) {
    Overlay recreated = network.recreate(node, simulation.host(node), simulation.peers());
    nodes.set(node, type.cast(recreated));
    simulation.place(node, recreated);
    recreated.start();
  }

  public SearchResult search(int node, Key key) {
    return search(node, key, 1);
  }

  public SearchResult search(int node, Key key, int results) {
    List<SearchResult> answers = new ArrayList<>();
    nodes.get(node).search(key, results, answers::add);
    pass(12);
    assertThat(answers).hasSize(1);
    return answers.get(0);
  }

  public long searchMessages() {
    return simulation.traffic().messagesSent(TrafficClass.SEARCH);
  }
}
