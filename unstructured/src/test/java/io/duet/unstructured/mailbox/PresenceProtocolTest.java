package io.duet.unstructured.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.duet.node.Message;
import io.duet.node.Node;
import io.duet.node.Peer;
import io.duet.node.PeerAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Which peers a node lists as active and inactive; the period and a timeout are one second each.
 */
class PresenceProtocolTest {
  @Test
  void joining_letsAllListEachOther() {
    MailboxWorld world = MailboxWorld.joined(6);
    for (int i = 0; i < 6; i++) {
      List<Peer> others = new ArrayList<>(world.simulation.peers());
      others.remove(i);
      MailboxNode node = world.nodes.get(i);
      assertThat(node.isJoined()).isTrue();
      assertThat(node.peerList.active()).containsExactlyInAnyOrderElementsOf(others);
    }
  }

  /** A node that waits for its contact is no contact yet; else islands of two would stay apart. */
  @ParameterizedTest
  @ValueSource(longs = {1, 3, 5})
  void joiningWhileMessagesAreLost_leadsToOneNetwork(long seed) {
    MailboxWorld world = new MailboxWorld(64, seed, Map.of());
    world.simulation.faults().loss(0.03);
    for (MailboxNode node : world.nodes) {
      node.start();
      world.pass(0.1);
    }
    world.pass(10);
    for (MailboxNode node : world.nodes) {
      assertThat(node.isJoined()).isTrue();
      assertThat(node.peerList.activeCount()).isGreaterThanOrEqualTo(60); // one may seem gone
    }
  }

  /** Peers that all return at once find each other, although no contact has a peer list to send. */
  @Test
  void peersThatAllComeBackAtOnce_findEachOther() {
    MailboxWorld world = MailboxWorld.joined(5);
    for (int i = 0; i < 5; i++) {
      world.simulation.crash(i);
    }
    for (int i = 0; i < 5; i++) {
      world.comeBack(i);
    }
    world.pass(25);
    for (MailboxNode node : world.nodes) {
      assertThat(node.isJoined()).isTrue();
      assertThat(node.peerList.active()).hasSize(4);
    }
  }

  /** Four are greeted in a period, so all four others; then two greetings are not answered. */
  @Test
  void crashedPeer_isInactiveForAllWithinAPeriodAndTwoTimeouts() {
    MailboxWorld world = MailboxWorld.joined(5);
    world.simulation.crash(2);
    world.pass(3.1);
    for (int i : new int[] {0, 1, 3, 4}) {
      assertThat(world.nodes.get(i).peerList.inactive()).containsExactly(world.address(2));
      assertThat(world.nodes.get(i).peerList.active()).hasSize(3);
    }
    world.comeBack(2);
    world.pass(0.3);
    for (int i : new int[] {0, 1, 3, 4}) {
      assertThat(world.nodes.get(i).peerList.inactive()).isEmpty();
    }
  }

  @Test
  void leavingPeer_isInactiveAtOnce() {
    MailboxWorld world = MailboxWorld.joined(3);
    world.simulation.leave(1);
    world.pass(0.04);
    assertThat(world.nodes.get(0).peerList.inactive()).containsExactly(world.address(1));
    assertThat(world.nodes.get(2).peerList.inactive()).containsExactly(world.address(1));
  }

  /** Node 0 names a peer that does not exist, in its list and in every welcome. */
  @Test
  void peersNamedByOthers_areListedOnlyWhenTheyAnswerThemselves() {
    MailboxWorld world = new MailboxWorld(2, 1, Map.of());
    Peer missing = Peer.at(PeerAddress.ofIpv4(10 << 24 | 77, 4_000));
    world.simulation.place(
        0, Node.answering(world.simulation.host(0), message -> welcome(message, missing)));
    world.nodes.get(1).start();
    world.pass(5);
    assertThat(world.nodes.get(1).peerList.active()).containsExactly(world.address(0));
    assertThat(world.nodes.get(1).peerList.inactive()).isEmpty();
  }

  /** States that another peer is active. */
  private static @Nullable Message welcome(Message message, Peer named) {
    if (message instanceof MailboxMessage.ListPeers request) {
      return new MailboxMessage.PeerList(request.requestId(), true, List.of(named));
    }
    return message instanceof MailboxMessage.Hello hello
        ? new MailboxMessage.Welcome(hello.requestId(), List.of(named))
        : null;
  }
}
