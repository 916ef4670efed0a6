package io.duet.unstructured.tracker;

import static org.assertj.core.api.Assertions.assertThat;

import io.duet.node.Key;
import io.duet.node.NodeEvent;
import io.duet.node.PeerAddress;
import io.duet.node.Purpose;
import io.duet.overlay.Answer;
import io.duet.overlay.OverlayNetwork;
import io.duet.overlay.ProviderRecord;
import io.duet.simulation.NetworkModel;
import io.duet.simulation.Simulation;
import io.duet.wire.MessageRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;

/**
 * A network with trackers in virtual time: nodes 0 and 1 are trackers, the last one is the entry
 * server; a round trip takes 60 ms.
 */
final class TrackerWorld {
  final List<String> refusals = new ArrayList<>();
  final List<TrackerNode> nodes = new ArrayList<>();
  final Simulation simulation;
  final int entry;
  private final OverlayNetwork network;

  private TrackerWorld(int count, Map<String, String> changes) {
    TrackerProvider provider = new TrackerProvider();
    MessageRegistry.Builder messages = MessageRegistry.builder();
    provider.register(messages);
    simulation =
        new Simulation(
            1,
            NetworkModel.constant(60_000_000),
            messages.build(),
            (node, event) -> {
              if (event instanceof NodeEvent.MessageRefused refused) {
                refusals.add(refused.reason());
              }
            });
    network =
        provider.network(
            provider.defaults(count).with("trackers", 2).overriddenBy(changes),
            count,
            new SplittableRandom(1));
    entry = count;
    for (int i = 0; i <= count; i++) {
      simulation.addHost();
    }
    for (int i = 0; i <= count; i++) {
      nodes.add((TrackerNode) network.create(i, simulation.host(i), simulation.addresses()));
      simulation.place(i, nodes.get(i));
    }
  }

  /** So many nodes and an entry server, started in the order of an experiment. */
  static TrackerWorld joined(int count, Map<String, String> changes) {
    TrackerWorld world = new TrackerWorld(count, changes);
    world.nodes.get(world.entry).start();
    for (int i = 0; i < count; i++) {
      world.nodes.get(i).start();
      world.pass(0.3);
    }
    world.pass(2);
    return world;
  }

  static TrackerWorld joined(int count) {
    return joined(count, Map.of());
  }

  static TrackerWorld assembled(int count) {
    TrackerWorld world = new TrackerWorld(count, Map.of());
    world.network.assemble(world.nodes);
    return world;
  }

  PeerAddress address(int node) {
    return simulation.addresses().get(node);
  }

  void pass(double seconds) {
    simulation.runUntil(simulation.nowNanos() + (long) (seconds * 1e9));
  }

  /** Starts a node anew, with nothing in its memory, at the address that it had. */
  void comeBack(int node) {
    nodes.set(
        node, (TrackerNode) network.recreate(node, simulation.host(node), simulation.addresses()));
    simulation.place(node, nodes.get(node));
    nodes.get(node).start();
  }

  SwarmIndex index(int tracker) {
    return Objects.requireNonNull(nodes.get(tracker).tracker()).index();
  }

  /** The tracker that has taken a node, by its number; negative when none has. */
  int trackerOf(int node) {
    PeerAddress tracker = nodes.get(node).membership().tracker();
    return tracker == null ? -1 : simulation.addresses().indexOf(tracker);
  }

  Answer search(int node, Key key) {
    List<Answer> answers = new ArrayList<>();
    nodes.get(node).search(key, answers::add);
    pass(5);
    assertThat(answers).hasSize(1);
    return answers.get(0);
  }

  List<PeerAddress> found(int node, Key key) {
    return search(node, key).providers().stream().map(ProviderRecord::provider).toList();
  }

  long searchMessages() {
    return simulation.traffic().messagesSent(Purpose.SEARCH);
  }
}
