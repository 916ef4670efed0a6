package io.duet.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.duet.node.Peer;
import io.duet.node.PeerAddress;
import org.junit.jupiter.api.Test;

class RttEstimatorTest {
  private static final long MS = 1_000_000;
  private static final long FIRST = 1_000 * MS;

  private final RttEstimator trips = new RttEstimator();

  private static Peer peer(int number) {
    return Peer.at(PeerAddress.ofIpv4(number, 4000));
  }

  private long timeout(int peer) {
    return trips.timeoutNanos(peer(peer), FIRST);
  }

  @Test
  void timeout_isAGuessBeforeAnythingWasMeasured_andDoublesWithEveryFewFailures() {
    for (int i = 0; i < 8; i++) {
      assertThat(timeout(1)).isEqualTo(FIRST);
      trips.failed();
    }
    assertThat(timeout(1)).isEqualTo(2 * FIRST);
    for (int i = 0; i < 24; i++) {
      trips.failed();
    }
    assertThat(timeout(1)).isEqualTo(4 * FIRST);
  }

  /** Mean 100 and deviation 50; then the deviation falls by a quarter, to 37.5. */
  @Test
  void timeout_isThePeersMeanAndFourDeviations() {
    trips.measured(peer(1), 100);
    assertThat(timeout(1)).isEqualTo(300 * MS);
    trips.measured(peer(1), 100);
    assertThat(timeout(1)).isEqualTo(250 * MS);
    trips.measured(peer(2), 5_000);
    assertThat(timeout(2)).isEqualTo(15_000 * MS);
    assertThat(trips.meanMs(peer(1))).isEqualTo(100);
  }

  /** Means over all peers: 100, then 100 + (180 - 100) / 16 = 105. */
  @Test
  void timeout_ofAPeerNotMeasured_isThreeRoundTripsOfTheOthers() {
    for (int i = 0; i < 7; i++) {
      trips.measured(peer(1), 100);
      assertThat(timeout(3)).isEqualTo(FIRST);
    }
    trips.measured(peer(2), 180);
    assertThat(timeout(3)).isEqualTo(315 * MS);
    assertThat(trips.meanMs(peer(3))).isNaN();
  }

  /** Eight failures in a row double the wait; a reply ends that. */
  @Test
  void timeout_ofStrangers_growsWhileNobodyReplies() {
    for (int i = 0; i < 8; i++) {
      trips.measured(peer(1), 100);
    }
    for (int i = 0; i < 8; i++) {
      trips.failed();
    }
    assertThat(timeout(3)).isEqualTo(600 * MS);
    trips.measured(peer(1), 100);
    assertThat(timeout(3)).isEqualTo(300 * MS);
  }

  @Test
  void timeout_ofAPeerThatHardlyDeviates_isHalfAsMuchAgain() {
    for (int i = 0; i < 40; i++) {
      trips.measured(peer(1), 400);
    }
    assertThat(timeout(1)).isEqualTo(600 * MS);
  }

  @Test
  void timeout_leavesTimeForThePausesOfAProcess_andHasABound() {
    trips.measured(peer(1), 1);
    assertThat(timeout(1)).isEqualTo(250 * MS);
    trips.measured(peer(2), 100_000);
    assertThat(timeout(2)).isEqualTo(60_000 * MS);
  }

  /**
   * An estimator with 64 places stays bounded when it measures a thousand peers. Each place returns
   * only the value of its own peer.
   */
  @Test
  void memory_isBounded_andNeverMixesPeers() {
    for (int number = 0; number < 1_000; number++) {
      trips.measured(peer(number), 1_000 + number);
    }
    int known = 0;
    for (int number = 0; number < 1_000; number++) {
      float mean = trips.meanMs(peer(number));
      assertThat(Float.isNaN(mean) || mean == 1_000 + number).isTrue();
      known += Float.isNaN(mean) ? 0 : 1;
    }
    assertThat(known).isBetween(32, 64);
  }
}
