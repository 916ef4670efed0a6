package io.duet.unstructured.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.duet.node.Key;
import io.duet.node.Peer;
import io.duet.node.PeerAddress;
import io.duet.overlay.ContentName;
import io.duet.overlay.Keywords;
import io.duet.unstructured.index.LeafIndex;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BloomFilterTest {
  private static final int PROBES = 100_000;

  private final SplittableRandom random = new SplittableRandom(1);

  private Key key() {
    return new Key(random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong());
  }

  @Test
  void filter_missesNothingThatWasAdded() {
    BloomFilter filter = new BloomFilter(1_024, 4);
    for (int i = 0; i < 200; i++) {
      Key key = key();
      Keywords words = Keywords.of("Café no" + i);
      filter.add(key);
      filter.add(words);
      assertThat(filter.mayHold(key)).isTrue();
      assertThat(filter.mayHold(words)).isTrue();
      assertThat(filter.mayAnswer(new SearchCriteria.OfKey(key))).isTrue();
      assertThat(filter.mayAnswer(new SearchCriteria.OfWords(Keywords.of("CAFE")))).isTrue();
    }
  }

  /**
   * A Bloom filter has as many false positives as Bloom's formula of 1970: (1 - e^(-kn/m))^k. Five
   * standard deviations are allowed.
   */
  @ParameterizedTest
  @CsvSource({"4096,1,1000", "16384,4,2000", "16384,8,1500", "65536,7,6554", "64000,3,12800"})
  void falsePositives_areAsManyAsTheorySays(int bits, int hashes, int elements) {
    BloomFilter filter = new BloomFilter(bits, hashes);
    for (int i = 0; i < elements; i++) {
      filter.add(key());
    }
    double fill = 1 - Math.exp(-hashes * (double) elements / bits);
    double rate = Math.pow(fill, hashes);
    int taken = 0;
    for (int i = 0; i < PROBES; i++) {
      taken += filter.mayHold(key()) ? 1 : 0;
    }
    double deviation = Math.sqrt(rate * (1 - rate) / PROBES);
    assertThat(filter.fill()).isCloseTo(fill, within(0.015));
    assertThat(taken / (double) PROBES).isCloseTo(rate, within(5 * deviation + 0.08 * rate));
  }

  /**
   * Words have as many false positives as theory predicts. Similar words do not set similar bits.
   */
  @Test
  void falsePositivesOfWords_areAsManyAsTheorySays() {
    BloomFilter filter = new BloomFilter(16_384, 4);
    for (int i = 0; i < 2_000; i++) {
      filter.add(Keywords.of("a" + i));
    }
    int taken = 0;
    for (int i = 0; i < PROBES; i++) {
      taken += filter.mayHold(Keywords.of("b" + i)) ? 1 : 0;
    }
    assertThat(taken / (double) PROBES).isCloseTo(0.0222, within(0.004));
  }

  @Test
  void mayHold_asksForAllWords() {
    BloomFilter filter = new BloomFilter(4_096, 4);
    filter.add(Keywords.of("name of the rose"));
    assertThat(filter.mayHold(Keywords.of("rose name"))).isTrue();
    assertThat(filter.mayHold(Keywords.of("rose garden"))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"0,3", "-64,3", "100,3", "2097152,3", "1024,0", "1024,17"})
  void filters_haveBounds(int bits, int hashes) {
    assertThatThrownBy(() -> new BloomFilter(bits, hashes))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /**
   * A filter is saturated beyond three quarters: three of four full blocks are 75 %, and one bit
   * more exceeds that.
   */
  @Test
  void isSaturated_beyondThreeQuarters() {
    assertThat(new BloomFilter(new long[] {-1, -1, -1, -1}, 4).isSaturated()).isTrue();
    assertThat(new BloomFilter(new long[] {-1, -1, -1, 0}, 4).isSaturated()).isFalse();
    assertThat(new BloomFilter(new long[] {-1, -1, -1, 1}, 4).isSaturated()).isTrue();
  }

  @Test
  void filterOfAnIndex_mayAnswerWhatTheIndexAnswers() {
    LeafIndex index = new LeafIndex(1);
    Peer leaf = Peer.at(PeerAddress.ofIpv4(1, 1));
    index.attach(leaf, 0);
    SharedContent rose = SharedContent.of(new ContentName("The Name of the Rose"));
    SharedContent unnamed = SharedContent.of(key());
    index.add(leaf, List.of(rose, unnamed));
    BloomFilter filter = new BloomFilter(4_096, 4);
    index.addTo(filter);
    assertThat(filter.mayHold(rose.key())).isTrue();
    assertThat(filter.mayHold(unnamed.key())).isTrue();
    assertThat(filter.mayHold(Keywords.of("rose name"))).isTrue();
    assertThat(filter.mayHold(Keywords.of("garden"))).isFalse();
  }
}
