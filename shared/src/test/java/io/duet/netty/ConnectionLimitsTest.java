package io.duet.netty;

import static io.duet.netty.NettyWorld.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.duet.netty.NettyWorld.Place;
import io.duet.node.Peer;
import io.duet.node.PeerAddress;
import io.duet.wire.Hello;
import io.duet.wire.TestMessages;
import io.duet.wire.TestMessages.Many;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Nothing grows without bound: neither what waits for a slow peer, nor the connections. */
class ConnectionLimitsTest {
  private static final int PENDING_MAX = 1 << 20;

  private final NettyWorld world = new NettyWorld();

  @AfterEach
  void close() {
    world.close();
  }

  /**
   * A host sends a bounded number of bytes to a peer that never reads. Of 64 messages of 800 kB a
   * few fit into the system's buffers, one or two into the host's.
   */
  @Test
  void peerThatNeverReads_getsABoundedNumberOfBytes() throws IOException {
    Place sender = world.place(world.settings().withPendingBytesMax(PENDING_MAX));
    Place other = world.place();
    Many large = new Many(1, Collections.nCopies(100_000, 3L), List.of());
    try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      PeerAddress deaf = PeerAddress.ofIpv4(0x7f00_0001, listening.getLocalPort());
      send(sender, Peer.at(deaf), large);
      try (Socket accepted = listening.accept()) {
        accepted.getOutputStream().write('W');
        accepted.getOutputStream().write(helloOf(deaf));
        for (int i = 0; i < 64; i++) {
          send(sender, Peer.at(deaf), large);
        }
        assertThat(sender.ask(other, 5)).isEqualTo(5);
        assertThat(sender.host().refused().get("peer too slow")).isGreaterThan(30);
      }
    }
  }

  /**
   * A host reports a peer as unreachable if the peer reads nothing for the idle time. The host
   * sends until the system's buffers are full and further frames wait.
   */
  @Test
  void peerThatTakesNothingForTheIdleTime_isUnreachable() throws IOException {
    Place sender = world.place(world.settings().withIdle(Duration.ofMillis(300)));
    Many large = new Many(1, Collections.nCopies(100_000, 3L), List.of());
    try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      PeerAddress deaf = PeerAddress.ofIpv4(0x7f00_0001, listening.getLocalPort());
      send(sender, Peer.at(deaf), large);
      try (Socket accepted = listening.accept()) {
        accepted.getOutputStream().write('W');
        accepted.getOutputStream().write(helloOf(deaf));
        while (sender.node().unreachable.isEmpty()) {
          send(sender, Peer.at(deaf), large);
        }
        assertThat(TalkingNode.next(sender.node().unreachable)).isEqualTo(Peer.at(deaf));
      }
    }
  }

  private static void send(Place from, Peer to, Many message) {
    await(
        from.host()
            .call(
                () -> {
                  from.node().host.send(to, message);
                  return true;
                }));
  }

  private static byte[] helloOf(PeerAddress address) {
    return new Hello("test", TestMessages.registry().fingerprint(), address).toBytes();
  }

  @Test
  void idleConnection_isClosedQuietly_andMadeAgainWhenNeeded() {
    Place quick = world.place(world.settings().withIdle(Duration.ofMillis(20)));
    Place other = world.place();
    for (int i = 0; i < 3; i++) {
      assertThat(quick.ask(other, i)).isEqualTo(i);
      awaitConnectionsAtMost(0, quick);
      awaitConnectionsAtMost(0, other);
    }
    assertThat(quick.node().unreachable).isEmpty();
    assertThat(other.node().unreachable).isEmpty();
  }

  /**
   * Waits until a host has at most this many connections. Each turn of the host's loop reads the
   * count; the test's time limit ends the wait if it never falls.
   */
  private static void awaitConnectionsAtMost(int max, Place place) {
    while (place.host().connections() > max) {
      await(place.host().call(() -> true));
    }
  }

  /** One more may be closing; the channel of one that was aborted is gone a few turns later. */
  @Test
  void tooManyPeers_shareTheConnectionsAllowed() {
    Place hub = world.place(world.settings().withConnectionsMax(2));
    List<Place> others = IntStream.range(0, 6).mapToObj(i -> world.place()).toList();
    for (int round = 0; round < 3; round++) {
      for (Place other : others) {
        assertThat(hub.ask(other, round)).isEqualTo(round);
        awaitConnectionsAtMost(3, hub);
      }
    }
  }

  @Test
  void tooManyPeersThatDial_areTurnedAway() {
    Place hub = world.place(world.settings().withConnectionsMax(2));
    List<Place> others = IntStream.range(0, 3).mapToObj(i -> world.place()).toList();
    assertThat(others.get(0).ask(hub, 1)).isOne();
    assertThat(others.get(1).ask(hub, 2)).isEqualTo(2);
    assertThat(others.get(2).asking(hub.peer(), 3)).failsWithin(Duration.ofSeconds(20));
    assertThat(hub.host().refused()).containsEntry("too many connections", 1L);
    assertThat(others.get(0).ask(hub, 4)).isEqualTo(4);
  }
}
