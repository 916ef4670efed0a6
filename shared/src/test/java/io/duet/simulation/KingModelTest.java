package io.duet.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class KingModelTest {
  private final NetworkModel model = NetworkModel.parse("king:156ms");
  private final SplittableRandom random = new SplittableRandom(1);

  private double roundTripMs(int one, int other) {
    return 2 * model.delayNanos(one, other, random) / 1e6;
  }

  /** J. Li et al., NSDI 2005, section 5.1: 1,024 name servers, median 156 ms, mean 178 ms. */
  @Test
  void roundTrips_haveThePublishedMedianAndMean() {
    double[] all = new double[1024 * 1023 / 2];
    for (int one = 0, pair = 0; one < 1024; one++) {
      for (int other = 0; other < one; other++) {
        all[pair++] = roundTripMs(one, other);
      }
    }
    Arrays.sort(all);
    assertThat(all[all.length / 2]).isEqualTo(156, within(3.0));
    assertThat(Arrays.stream(all).average().orElseThrow()).isEqualTo(178, within(5.0));
  }

  @Test
  void roundTrips_areTheSameInBothDirectionsAndAtAllTimes() {
    assertThat(roundTripMs(3, 77)).isEqualTo(roundTripMs(77, 3)).isPositive();
    assertThat(roundTripMs(3, 77)).isEqualTo(roundTripMs(3, 77));
  }
}
