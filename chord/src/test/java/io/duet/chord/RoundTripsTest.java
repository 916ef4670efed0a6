package io.duet.chord;

import static org.assertj.core.api.Assertions.assertThat;

import io.duet.node.PeerAddress;
import io.duet.rpc.ReplyHandler;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RoundTripsTest {
  private static final long MS = 1_000_000;
  private static final long FIRST = 1_000 * MS;
  private static final ChordMessage.Stored REPLY =
      new ChordMessage.Stored(1, ChordMessage.Outcome.KEPT, null);

  private final RingWorld world = new RingWorld(1, 1, Map.of());
  private final RoundTrips trips = new RoundTrips();
  private int replies;
  private int failures;

  private static PeerAddress peer(int number) {
    return PeerAddress.ofIpv4(number, 4000);
  }

  private ReplyHandler<ChordMessage.Stored> asked(int peer) {
    ReplyHandler<ChordMessage.Stored> counting =
        new ReplyHandler<>() {
          @Override
          public void onReply(ChordMessage.Stored reply) {
            replies++;
          }

          @Override
          public void onFailure() {
            failures++;
          }
        };
    return trips.timing(peer(peer), counting, world.simulation.host(0));
  }

  private void roundTrip(int peer, int ms) {
    ReplyHandler<ChordMessage.Stored> handler = asked(peer);
    world.pass(ms / 1e3);
    handler.onReply(REPLY);
  }

  @Test
  void timeout_isAGuessBeforeAnythingWasMeasured_andDoublesWithEveryFewFailures() {
    assertThat(trips.timeoutNanos(peer(1), FIRST)).isEqualTo(FIRST);
    for (int i = 0; i < 8; i++) {
      assertThat(trips.timeoutNanos(peer(1), FIRST)).isEqualTo(FIRST);
      asked(1).onFailure();
    }
    assertThat(trips.timeoutNanos(peer(1), FIRST)).isEqualTo(2 * FIRST);
    for (int i = 0; i < 24; i++) {
      asked(1).onFailure();
    }
    assertThat(trips.timeoutNanos(peer(1), FIRST)).isEqualTo(4 * FIRST);
    assertThat(failures).isEqualTo(32);
  }

  /** Mean 100 and deviation 50; then the deviation falls by a quarter, to 37.5. */
  @Test
  void timeout_isThePeersMeanAndFourDeviations() {
    roundTrip(1, 100);
    assertThat(trips.timeoutNanos(peer(1), FIRST)).isEqualTo(300 * MS);
    roundTrip(1, 100);
    assertThat(trips.timeoutNanos(peer(1), FIRST)).isEqualTo(250 * MS);
    roundTrip(2, 5_000);
    assertThat(trips.timeoutNanos(peer(2), FIRST)).isEqualTo(15_000 * MS);
    assertThat(trips.meanMs(peer(1))).isEqualTo(100);
    assertThat(replies).isEqualTo(3);
  }

  /** Means over all peers: 100, then 100 + (180 - 100) / 16 = 105. */
  @Test
  void timeout_ofAPeerNotMeasured_isThreeRoundTripsOfTheOthers() {
    for (int i = 0; i < 7; i++) {
      roundTrip(1, 100);
      assertThat(trips.timeoutNanos(peer(3), FIRST)).isEqualTo(FIRST);
    }
    roundTrip(2, 180);
    assertThat(trips.timeoutNanos(peer(3), FIRST)).isEqualTo(315 * MS);
    assertThat(trips.meanMs(peer(3))).isNaN();
  }

  /** Eight failures in a row double the wait; a reply ends that. */
  @Test
  void timeout_ofStrangers_growsWhileNobodyReplies() {
    for (int i = 0; i < 8; i++) {
      roundTrip(1, 100);
    }
    for (int i = 0; i < 8; i++) {
      asked(10 + i).onFailure();
    }
    assertThat(trips.timeoutNanos(peer(3), FIRST)).isEqualTo(600 * MS);
    roundTrip(1, 100);
    assertThat(trips.timeoutNanos(peer(3), FIRST)).isEqualTo(300 * MS);
  }

  @Test
  void timeout_ofAPeerThatHardlyDeviates_isHalfAsMuchAgain() {
    for (int i = 0; i < 40; i++) {
      roundTrip(1, 400);
    }
    assertThat(trips.timeoutNanos(peer(1), FIRST)).isEqualTo(600 * MS);
  }

  @Test
  void timeout_leavesTimeForThePausesOfAProcess() {
    roundTrip(1, 1);
    assertThat(trips.timeoutNanos(peer(1), FIRST)).isEqualTo(250 * MS);
  }

  /** A thousand peers share 64 places, and each place tells of the peer that it is for. */
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
