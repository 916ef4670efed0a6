package io.duet.unstructured.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.duet.overlay.DeliveryStatus;
import io.duet.unstructured.PresetWorld;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A network of peers with a mailbox. */
final class MailboxWorld extends PresetWorld<MailboxNode> {

  MailboxWorld(int count, long seed, Map<String, String> changes) {
    super(MailboxNode.class, new MailboxPlugin(), count, 0, seed, changes);
  }

  /** {@code count} peers that have joined one after the other. */
  static MailboxWorld joined(int count) {
    MailboxWorld world = new MailboxWorld(count, 1, Map.of());
    world.nodes.forEach(MailboxNode::start);
    world.pass(3);
    return world;
  }

  static MailboxWorld assembled(int count, long seed, Map<String, String> changes) {
    MailboxWorld world = new MailboxWorld(count, seed, changes);
    world.network.assemble(world.nodes);
    return world;
  }

  DeliveryStatus request(int from, int to, String text) {
    List<DeliveryStatus> statuses = new ArrayList<>();
    nodes.get(from).request(address(to), text, statuses::add);
    pass(4);
    assertThat(statuses).hasSize(1);
    return statuses.get(0);
  }

  List<String> inbox(int node) {
    return nodes.get(node).delivery.inbox.shown().stream().map(Inbox.Received::text).toList();
  }

  int waitingAt(int node) {
    return nodes.get(node).delivery.queue.size();
  }
}
