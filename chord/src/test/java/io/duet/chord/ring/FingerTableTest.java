package io.duet.chord.ring;

import static org.assertj.core.api.Assertions.assertThat;

import io.duet.chord.id.RingPeer;
import io.duet.node.Peer;
import io.duet.node.PeerAddress;
import java.math.BigInteger;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FingerTableTest {

  private static BigInteger unsigned(long value) {
    return new BigInteger(Long.toUnsignedString(value));
  }

  /**
   * The finger spans in base four have three digits a level and 32 levels: 1 2 3, 4 8 12, and so
   * on.
   */
  @Test
  void span_inBaseFour_countsDigitsThenLevels() {
    FingerTable table = new FingerTable(2);
    assertThat(table.limit()).isEqualTo(96);
    long[] spans = {1, 2, 3, 4, 8, 12, 16, 32, 48};
    for (int i = 0; i < spans.length; i++) {
      assertThat(table.span(i)).isEqualTo(spans[i]);
    }
    assertThat(unsigned(table.span(95))).isEqualTo(BigInteger.valueOf(3).shiftLeft(62));
  }

  /** Seven bits a digit: nine levels of 127, and one bit is left for the tenth. */
  @Test
  void limit_ofABaseThatDoesNotDivideTheRing() {
    FingerTable table = new FingerTable(7);
    assertThat(table.limit()).isEqualTo(9 * 127 + 1);
    assertThat(table.span(table.limit() - 1)).isEqualTo(Long.MIN_VALUE);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7})
  void spans_growWithTheIndex_andIndexWithinFindsTheLastOneInside(int digitBits) {
    FingerTable table = new FingerTable(digitBits);
    for (int i = 1; i < table.limit(); i++) {
      assertThat(unsigned(table.span(i))).isGreaterThan(unsigned(table.span(i - 1)));
    }
    SplittableRandom random = new SplittableRandom(digitBits);
    for (int i = 0; i < 1_000; i++) {
      long distance = random.nextLong() >>> random.nextInt(64) | 1;
      int index = table.indexWithin(distance);
      assertThat(unsigned(table.span(index))).isLessThanOrEqualTo(unsigned(distance));
      if (index + 1 < table.limit()) {
        assertThat(unsigned(table.span(index + 1))).isGreaterThan(unsigned(distance));
      }
    }
  }

  @Test
  void keepBeyond_keepsWhatIsKnownOfTheHigherFingers() {
    FingerTable table = new FingerTable(1);
    RingPeer peer = new RingPeer(7, Peer.at(PeerAddress.ofIpv4(1, 1)));
    table.keepBeyond(1L << 60);
    assertThat(table.lowest()).isEqualTo(61);
    table.set(63, peer);
    table.set(60, peer);
    assertThat(table.get(60)).isNull();
    table.keepBeyond(1L << 62);
    assertThat(table.count()).isEqualTo(1);
    assertThat(table.get(63)).isEqualTo(peer);
    table.keepBeyond(0);
    assertThat(table.count()).isZero();
  }
}
