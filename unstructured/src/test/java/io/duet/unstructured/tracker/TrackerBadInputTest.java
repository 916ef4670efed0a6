package io.duet.unstructured.tracker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.duet.node.Host;
import io.duet.node.Key;
import io.duet.node.Message;
import io.duet.node.Node;
import io.duet.node.Peer;
import io.duet.node.PeerAddress;
import io.duet.unstructured.tracker.TrackerMessage.Holding;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Lying peers, strangers and invalid messages do no harm; invalid settings are refused. */
class TrackerBadInputTest {
  private static final Key KEY = Key.ofName("a file");
  private static final long ALL_OF_EIGHT = 0xff;

  /** A peer that announces another number of pieces changes no count of the others. */
  @Test
  void lieAboutTheNumberOfPieces_changesNoOtherCount() {
    TrackerWorld world = TrackerWorld.joined(6);
    world.nodes.get(2).hold(KEY, PieceBitfield.of(3, "all"));
    world.nodes.get(3).hold(KEY, PieceBitfield.of(8, "all"));
    world.nodes.get(4).hold(KEY, PieceBitfield.of(8, "all"));
    world.pass(0.2);
    int atZero = (int) List.of(3, 4).stream().filter(i -> world.trackerOf(i) == 0).count();
    assertThat(world.index(0).replicas(KEY, 8)).allMatch(count -> count == atZero);
  }

  /** The liar holds a piece, and names two peers that hold nothing and one that does not exist. */
  @Test
  void peersNamedByOthers_areNotBelieved() {
    TrackerWorld world = TrackerWorld.assembled(8);
    Peer missing = Peer.at(PeerAddress.ofIpv4(10 << 24 | 77, 4_000));
    Host host = world.simulation.host(4);
    List<Peer> named = List.of(world.address(5), world.address(7), missing);
    world.simulation.place(4, Node.answering(host, message -> have(message, named)));
    host.send(world.address(0), new TrackerMessage.Attach(1));
    host.send(
        world.address(0),
        new TrackerMessage.Announce(2, List.of(new Holding(KEY, 8, List.of(1L)))));
    world.pass(0.1);
    assertThat(world.found(2, KEY)).containsExactly(world.address(4));
  }

  /** Holds one piece of eight, and states that others hold some. */
  private static @Nullable Message have(Message message, List<Peer> named) {
    return message instanceof TrackerMessage.Want want
        ? new TrackerMessage.Have(want.requestId(), 8, List.of(1L), named, want.trafficClass())
        : null;
  }

  @Test
  void badBitfields_andStrangers_areRefused() {
    TrackerWorld world = TrackerWorld.joined(4);
    TrackerNode tracker = world.nodes.get(0);
    Peer peer = world.address(TrackerTest.firstAt(world, 0, 2));
    Peer stranger = Peer.at(PeerAddress.ofIpv4(10 << 24 | 77, 4_000));
    List<Holding> good = List.of(new Holding(KEY, 8, List.of(ALL_OF_EIGHT)));
    tracker.onMessage(stranger, new TrackerMessage.Announce(1, good));
    tracker.onMessage(
        peer, new TrackerMessage.Announce(2, List.of(new Holding(KEY, 7, List.of(ALL_OF_EIGHT)))));
    tracker.onMessage(
        peer, new TrackerMessage.Announce(3, List.of(new Holding(KEY, 5_000, List.of(1L)))));
    tracker.onMessage(
        peer, new TrackerMessage.Announce(4, List.of(new Holding(KEY, 8, List.of()))));
    tracker.onMessage(peer, new TrackerMessage.CountReplicas(5, KEY, 2_000_000_000));
    assertThat(world.refusals)
        .containsExactly(
            "announcement of a stranger",
            "bad bitfield",
            "bad bitfield",
            "bad bitfield",
            "no content has so many pieces");
    assertThat(world.index(0).entries()).isZero();
  }

  @Test
  void messagesForAnotherRole_areRefused() {
    TrackerWorld world = TrackerWorld.joined(4);
    world.nodes.get(3).onMessage(world.address(2), new TrackerMessage.Attach(1));
    world.nodes.get(3).onMessage(world.address(2), new TrackerMessage.Report(2, 0));
    world.nodes.get(0).onMessage(world.address(2), new TrackerMessage.Report(3, 0));
    world.nodes.get(0).onMessage(world.address(2), new TrackerMessage.AttachReply(4, true));
    world.nodes.get(0).onMessage(world.address(2), new Message.Searching() {});
    assertThat(world.refusals)
        .containsExactly(
            "not a message for this role",
            "not a message for this role",
            "not a message for this role",
            "reply to no request",
            "not a message for this role");
  }

  @Test
  void trackers_areBounded() {
    TrackerWorld world = TrackerWorld.joined(3);
    for (int i = 0; i < 70; i++) {
      world
          .nodes
          .get(world.entry)
          .onMessage(
              Peer.at(PeerAddress.ofIpv4(10 << 24 | 99, 1_000 + i)),
              new TrackerMessage.Report(i, 9));
    }
    assertThat(world.refusals).containsOnly("too many trackers").hasSize(8);
  }

  @Test
  void invalidSettings_areRefusedInASentence() {
    TrackerPlugin provider = new TrackerPlugin();
    assertThatThrownBy(() -> provider.nodeMaker(provider.defaults(64).with("role", "king")))
        .hasMessage("role is 'king', but must be auto, entry, tracker or peer");
    for (String held : List.of("0-16", "5-3", "some", "-1")) {
      assertThatThrownBy(() -> provider.nodeMaker(provider.defaults(64).with("heldPieces", held)))
          .hasMessage(
              "heldPieces is '%s', but must be all, or a range of the pieces 0 to 15 such as 0-7"
                  .formatted(held));
    }
  }
}
