package io.duet.unstructured.neighbor;

import static org.assertj.core.api.Assertions.assertThat;

import io.duet.node.PeerAddress;
import io.duet.unstructured.UnstructuredWorld;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What one neighbour says of its leaves, against what it was sent. */
class NeighborStatusTest {
  private static final PeerAddress NEIGHBOR = PeerAddress.ofIpv4(1, 1);

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

  /** Some never arrive; so what is missing is forgotten, but no faster than one with each word. */
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
