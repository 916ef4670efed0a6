package io.duet.unstructured.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.duet.node.Key;
import io.duet.node.NodeEvent;
import io.duet.node.PeerAddress;
import io.duet.node.Purpose;
import io.duet.overlay.Answer;
import io.duet.overlay.OverlayNetwork;
import io.duet.overlay.RequestFate;
import io.duet.simulation.NetworkModel;
import io.duet.simulation.Simulation;
import io.duet.wire.MessageRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Equals with a mailbox in virtual time; a round trip takes 60 ms. */
final class MailboxWorld {
  final List<String> refusals = new ArrayList<>();
  final List<MailboxPeer> nodes = new ArrayList<>();
  final Simulation simulation;
  private final OverlayNetwork network;

  MailboxWorld(int count, long seed, Map<String, String> changes) {
    MailboxProvider provider = new MailboxProvider();
    MessageRegistry.Builder messages = MessageRegistry.builder();
    provider.register(messages);
    simulation =
        new Simulation(
            seed,
            NetworkModel.constant(60_000_000),
            messages.build(),
            (node, event) -> {
              if (event instanceof NodeEvent.MessageRefused refused) {
                refusals.add(refused.reason());
              }
            });
    network =
        provider.network(
            provider.defaults(count).overriddenBy(changes), count, new SplittableRandom(seed));
    for (int i = 0; i < count; i++) {
      simulation.addHost();
      nodes.add((MailboxPeer) network.create(i, simulation.host(i), simulation.addresses()));
      simulation.place(i, nodes.get(i));
    }
  }

  /** So many that have joined one after the other. */
  static MailboxWorld joined(int count) {
    MailboxWorld world = new MailboxWorld(count, 1, Map.of());
    world.nodes.forEach(MailboxPeer::start);
    world.pass(3);
    return world;
  }

  static MailboxWorld assembled(int count, long seed, Map<String, String> changes) {
    MailboxWorld world = new MailboxWorld(count, seed, changes);
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
        node, (MailboxPeer) network.recreate(node, simulation.host(node), simulation.addresses()));
    simulation.place(node, nodes.get(node));
    nodes.get(node).start();
  }

  Answer search(int node, Key key) {
    List<Answer> answers = new ArrayList<>();
    nodes.get(node).search(key, answers::add);
    pass(12);
    assertThat(answers).hasSize(1);
    return answers.get(0);
  }

  RequestFate request(int from, int to, String text) {
    List<RequestFate> fates = new ArrayList<>();
    nodes.get(from).request(address(to), text, fates::add);
    pass(4);
    assertThat(fates).hasSize(1);
    return fates.get(0);
  }

  List<String> inbox(int node) {
    return nodes.get(node).post().inbox().shown().stream().map(Inbox.Received::text).toList();
  }

  int waitingAt(int node) {
    return nodes.get(node).post().store().size();
  }

  long searchMessages() {
    return simulation.traffic().messagesSent(Purpose.SEARCH);
  }
}
