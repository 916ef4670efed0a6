package io.duet.bounded;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MixingTest {

  /** The mixing function gives the first numbers of SplitMix64 with seed 0. */
  @Test
  void mix_isTheFinalizerOfSplitMix64() {
    assertThat(Mixing.mix(Mixing.GOLDEN)).isEqualTo(0xE220_A839_7B1D_CDAFL);
    assertThat(Mixing.mix(0x3C6E_F372_FE94_F82AL)).isEqualTo(0x6E78_9E6A_A1B9_65F4L);
  }

  @Test
  void combine_tellsPairsOfSmallNumbersApartByTheirUpperBits() {
    Set<Long> upper = new HashSet<>();
    for (int one = 0; one < 64; one++) {
      for (int other = 0; other < 64; other++) {
        upper.add(Mixing.combine(one, other) >>> 24);
      }
    }
    assertThat(upper).hasSize(64 * 64);
  }
}
