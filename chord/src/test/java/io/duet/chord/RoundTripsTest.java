package io.duet.chord;

import static org.assertj.core.api.Assertions.assertThat;

import io.duet.node.ReplyHandler;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RoundTripsTest {
  private static final long MS = 1_000_000;
  private static final long MAX = 1_000 * MS;
  private static final ChordMessage.Stored REPLY = new ChordMessage.Stored(1, true);

  private final RingWorld world = new RingWorld(1, 1, Map.of());
  private final RoundTrips trips = new RoundTrips();
  private int replies;

  private final class Counting implements ReplyHandler<ChordMessage.Stored> {
    @Override
    public void onReply(ChordMessage.Stored reply) {
      replies++;
    }

    @Override
    public void onFailure() {}
  }

  private void roundTrip(int ms) {
    ReplyHandler<ChordMessage.Stored> handler =
        trips.timing(new Counting(), world.simulation.host(0));
    world.pass(ms / 1e3);
    handler.onReply(REPLY);
  }

  @Test
  void timeout_isTheLongest_beforeAnythingWasMeasured() {
    assertThat(trips.timeoutNanos(MAX)).isEqualTo(MAX);
  }

  /** Mean 100 and deviation 50; then the deviation falls by a quarter, to 37.5. */
  @Test
  void timeout_isTwiceTheMeanAndFourTimesTheDeviation() {
    roundTrip(100);
    assertThat(trips.timeoutNanos(MAX)).isEqualTo(400 * MS);
    roundTrip(100);
    assertThat(trips.timeoutNanos(MAX)).isEqualTo(350 * MS);
    assertThat(replies).isEqualTo(2);
  }

  @Test
  void timeout_hasBounds() {
    roundTrip(1);
    assertThat(trips.timeoutNanos(MAX)).isEqualTo(250 * MS);
    roundTrip(5_000);
    assertThat(trips.timeoutNanos(MAX)).isEqualTo(MAX);
  }
}
