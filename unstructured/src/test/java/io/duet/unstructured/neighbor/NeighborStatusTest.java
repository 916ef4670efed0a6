package io.duet.unstructured.neighbor;

import static org.assertj.core.api.Assertions.assertThat;

import io.duet.node.Peer;
import io.duet.node.PeerAddress;
import io.duet.unstructured.UnstructuredWorld;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The load of a neighbor: the number of leaves that it reports, plus the leaves that were sent to
 * it.
 */
class NeighborStatusTest {
  private static final Peer NEIGHBOR = Peer.at(PeerAddress.ofIpv4(1, 1));

  private final NeighborStatus neighborhood =
      new NeighborStatus(new UnstructuredWorld(1).addHost(), 0);

  private void says(int leaves) {
    neighborhood.heard(NEIGHBOR, leaves, List.of());
  }

  private void send(int leaves) {
    for (int i = 0; i < leaves; i++) {
      neighborhood.countLeafSentTo(NEIGHBOR);
    }
  }

  @Test
  void leavesSent_countUntilTheNeighborSaysThatItServesThem() {
    says(3);
    send(4);
    assertThat(neighborhood.load(NEIGHBOR)).isEqualTo(7);
    says(5); // two of them have come
    assertThat(neighborhood.load(NEIGHBOR)).isEqualTo(6);
    says(7);
    assertThat(neighborhood.load(NEIGHBOR)).isEqualTo(7);
  }

  /**
   * A neighbor that reports no leaves is sent one leaf a period in the end. Leaves that never
   * arrive are forgotten, one with each of its reports.
   */
  @Test
  void neighborThatSaysAlwaysThatItServesNobody_isSentOneLeafAPeriodAtLast() {
    says(0);
    send(64);
    for (int period = 1; period <= 64; period++) {
      says(0);
      assertThat(neighborhood.load(NEIGHBOR)).isEqualTo(64 - period);
    }
  }
}
