package io.duet.unstructured.forwarding;

import static org.assertj.core.api.Assertions.assertThat;

import io.duet.node.PeerAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DuplicateSuppressionTest {
  private final PeerAddress one = PeerAddress.ofIpv4(1, 1);
  private final PeerAddress two = PeerAddress.ofIpv4(2, 2);

  @Test
  void add_remembersOnlyTheFirstWay() {
    DuplicateSuppression seen = new DuplicateSuppression(100);
    assertThat(seen.add(7, one, 0, 1)).isTrue();
    assertThat(seen.add(7, two, 1, 1)).isFalse();
    assertThat(seen.from(7)).isEqualTo(one);
    assertThat(seen.from(8)).isNull();
  }

  @Test
  void add_forgetsAfterTwoGenerationsAndNotBeforeOne() {
    DuplicateSuppression seen = new DuplicateSuppression(100);
    seen.add(7, one, 50, 1);
    seen.add(8, one, 150, 1);
    assertThat(seen.from(7)).isEqualTo(one);
    seen.add(9, one, 300, 1);
    assertThat(seen.from(7)).isNull();
    assertThat(seen.from(8)).isEqualTo(one);
  }

  @Test
  void add_agreesWithAMap() {
    DuplicateSuppression seen = new DuplicateSuppression(Long.MAX_VALUE / 4);
    Map<Long, PeerAddress> model = new HashMap<>();
    SplittableRandom random = new SplittableRandom(4);
    for (int i = 0; i < 10_000; i++) {
      long id = random.nextLong(6_000) << random.nextInt(3) * 20;
      PeerAddress from = random.nextBoolean() ? one : two;
      assertThat(seen.add(id, from, i, 1)).isEqualTo(model.putIfAbsent(id, from) == null);
      assertThat(seen.from(id)).isEqualTo(model.get(id));
    }
  }

  @Test
  void memory_isBoundedWhateverComes() {
    DuplicateSuppression seen = new DuplicateSuppression(Long.MAX_VALUE / 4);
    for (long id = 1; id <= 100_000; id++) {
      seen.add(id, one, 0, 1);
    }
    long remembered =
        java.util.stream.LongStream.rangeClosed(1, 100_000)
            .filter(id -> seen.from(id) != null)
            .count();
    assertThat(remembered).isBetween(1L << 14, 1L << 15);
  }

  @Test
  void countHit_passesSixteenPerQuery_alsoWhenTheTableGrowsMeanwhile() {
    DuplicateSuppression seen = new DuplicateSuppression(Long.MAX_VALUE / 4);
    assertThat(seen.countHit(7, one)).isFalse();
    seen.add(7, one, 0, 1);
    for (int i = 0; i < 16; i++) {
      assertThat(seen.countHit(7, i % 2 == 0 ? one : two)).isTrue();
      seen.add(100 + i, two, 0, 1);
    }
    assertThat(seen.countHit(7, one)).isFalse();
    assertThat(seen.countHit(100, one)).isTrue();
  }

  /** One that sends hits alone has twelve of sixteen; each of another's lets it send one more. */
  @Test
  void countHit_leavesTheLastOnes_toWhoeverDidNotSendTheOneBefore() {
    DuplicateSuppression seen = new DuplicateSuppression(Long.MAX_VALUE / 4);
    seen.add(7, one, 0, 1);
    for (int i = 0; i < 12; i++) {
      assertThat(seen.countHit(7, one)).isTrue();
    }
    assertThat(seen.countHit(7, one)).isFalse();
    assertThat(seen.countHit(7, two)).isTrue();
    assertThat(seen.countHit(7, two)).isFalse();
    assertThat(seen.countHit(7, one)).isTrue();
    assertThat(seen.countHit(7, two)).isTrue();
    assertThat(seen.countHit(7, one)).isTrue();
    assertThat(seen.countHit(7, two)).isFalse();
  }
}
