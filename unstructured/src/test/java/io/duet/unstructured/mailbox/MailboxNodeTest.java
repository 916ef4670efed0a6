package io.duet.unstructured.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.duet.node.Message;
import org.junit.jupiter.api.Test;

/** The status of a peer, and the messages that it refuses. */
class MailboxNodeTest {
  @Test
  void unexpectedMessages_andThoseInThisNodesOwnName_areRefused() {
    MailboxWorld world = MailboxWorld.joined(2);
    MailboxNode node = world.nodes.get(0);
    node.onMessage(world.address(0), new MailboxMessage.Leave());
    node.onMessage(world.address(1), new MailboxMessage.KeepReply(5, true));
    node.onMessage(world.address(1), new Message.Searching() {});
    assertThat(world.refusals)
        .containsExactly(
            "claims to be this node", "reply to no request", "not a message for a peer");
  }

  @Test
  void status_listsActiveAndInactivePeers_andWhatWaits() {
    MailboxWorld world = MailboxWorld.joined(3);
    world.simulation.crash(2);
    world.request(0, 2, "hello");
    String status = world.nodes.get(0).status().toString();
    assertThat(world.nodes.get(0).status().health()).isEqualTo("healthy");
    assertThat(status)
        .contains("title=active peers, columns=[peer], rows=[[" + world.address(1) + "]]")
        .contains("title=inactive peers, columns=[peer], rows=[[" + world.address(2) + "]]")
        .contains(
            "rows=[[%s, %s, [%s]]]".formatted(world.address(2), world.address(0), world.address(1)))
        .doesNotContain("hello");
  }
}
