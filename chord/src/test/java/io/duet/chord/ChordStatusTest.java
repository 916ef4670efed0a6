package io.duet.chord;

import static org.assertj.core.api.Assertions.assertThat;

import io.duet.chord.id.RingPeer;
import io.duet.chord.ring.ChordConfig;
import io.duet.chord.ring.RoutingState;
import io.duet.node.Peer;
import io.duet.node.PeerAddress;
import io.duet.overlay.Status;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The tiny ring of the SIGCOMM 2001 paper's figure 3 (nodes 0, 1 and 3 of 8), as node 1 sees it.
 */
class ChordStatusTest {
  private static final ChordConfig CONFIG = ChordConfig.of(ChordConfig.defaults(64));

  private final RingPeer zero = peer(0);
  private final RingPeer three = peer(3);
  private final RoutingState routing = new RoutingState(peer(1), 1);

  private static RingPeer peer(int point) {
    return new RingPeer((long) point << 61, Peer.at(PeerAddress.ofIpv4(0x0a000000 + point, 4000)));
  }

  private String health(boolean joined) {
    return new ChordStatus(routing, CONFIG, joined).health();
  }

  @Test
  void health_ofAYoungMember() {
    assertThat(health(false)).isEqualTo("joining");
    assertThat(health(true)).isEqualTo("alone");
  }

  @Test
  void health_missesThePredecessor() {
    routing.adoptSuccessors(three, List.of(zero), 8);
    assertThat(health(true)).isEqualTo("no predecessor");
  }

  /**
   * The health check reports missing successors: node 3 is the only successor, but the predecessor,
   * node 0, must also follow 3.
   */
  @Test
  void health_missesSuccessors() {
    routing.predecessor(zero);
    routing.adoptSuccessors(three, List.of(), 8);
    assertThat(health(true)).isEqualTo("successor list short: 1 of 8");
  }

  /** The list ends at the predecessor, so that it names the whole ring of three. */
  @Test
  void health_isGoodWhenAShortListNamesTheWholeRing() {
    routing.predecessor(zero);
    routing.adoptSuccessors(three, List.of(zero), 8);
    assertThat(health(true)).isEqualTo("healthy");
  }

  /**
   * The status shows the neighborhood. The successor covers all positions nearer than 1 + 4 = 5;
   * the finger for 5 is node 0.
   */
  @Test
  void status_showsTheNeighborhood() {
    routing.predecessor(zero);
    routing.adoptSuccessors(three, List.of(zero), 8);
    routing.finger(63, zero);
    Status status = new ChordStatus(routing, CONFIG, true).of(5, 2, 1);
    assertThat(status.sections())
        .containsExactly(
            Status.Facts.of("ring")
                .with("position", "2000000000000000")
                .with("predecessor", "10.0.0.0:4000")
                .with("predecessor position", "0000000000000000")
                .with("successors", 2)
                .with("successors wanted", 8)
                .with("records kept", 5)
                .with("announcements", 2)
                .with("pending requests", 1),
            new Status.Table(
                "successors",
                List.of("place", "peer", "position"),
                List.of(
                    List.of(1, "10.0.0.3:4000", "6000000000000000"),
                    List.of(2, "10.0.0.0:4000", "0000000000000000"))),
            new Status.Table(
                "fingers",
                List.of("from", "to", "peer", "position"),
                List.of(List.of("50.00 %", "100.00 %", "10.0.0.0:4000", "0000000000000000"))));
  }

  /** Alone but for a successor just behind it: every finger is kept, and the same are one row. */
  @Test
  void status_showsFingersThatAreOnePeerAsOne() {
    RingPeer next = new RingPeer(routing.self().id() + 1, Peer.at(PeerAddress.ofIpv4(7, 4000)));
    routing.adoptSuccessors(next, List.of(), 8);
    for (int index = routing.lowestFinger(); index < routing.fingerLimit(); index++) {
      routing.finger(index, index < 62 ? three : index == 62 ? zero : null);
    }
    Status.Table fingers =
        (Status.Table) new ChordStatus(routing, CONFIG, true).of(0, 0, 0).sections().get(2);
    assertThat(fingers.rows())
        .containsExactly(
            List.of("0.00 %", "25.00 %", "10.0.0.3:4000", "6000000000000000"),
            List.of("25.00 %", "50.00 %", "10.0.0.0:4000", "0000000000000000"),
            List.of("50.00 %", "100.00 %", "not known yet", ""));
  }
}
