package io.duet.experiments.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ZipfTest {

  /**
   * The probability of an item falls with its rank. As 1 + 1/2 + 1/3 + 1/4 = 25/12, the shares are
   * 12/25, 6/25, 4/25 and 3/25.
   */
  @Test
  void probability_fallsWithRank() {
    Zipf zipf = new Zipf(4, 1);
    assertThat(zipf.probability(0)).isEqualTo(0.48, within(1e-12));
    assertThat(zipf.probability(1)).isEqualTo(0.24, within(1e-12));
    assertThat(zipf.probability(2)).isEqualTo(0.16, within(1e-12));
    assertThat(zipf.probability(3)).isEqualTo(0.12, within(1e-12));
  }

  @Test
  void draw_followsTheProbabilities() {
    Zipf zipf = new Zipf(50, 0.8);
    SplittableRandom random = new SplittableRandom(2);
    int[] drawn = new int[50];
    for (int i = 0; i < 200_000; i++) {
      drawn[zipf.draw(random)]++;
    }
    for (int item = 0; item < 50; item++) {
      double expected = 200_000 * zipf.probability(item);
      assertThat((double) drawn[item]).isEqualTo(expected, within(5 * Math.sqrt(expected)));
    }
  }

  @Test
  void draw_withExponentZero_isUniform() {
    assertThat(new Zipf(8, 0).probability(5)).isEqualTo(0.125, within(1e-12));
  }
}
