package io.duet.chord.id;

import static org.assertj.core.api.Assertions.assertThat;

import io.duet.node.PeerAddress;
import org.junit.jupiter.api.Test;

class RingIdTest {

  /** A point of a tiny ring of 2^4 points, spread over the real one. */
  private static long tiny(int point) {
    return (long) point << 60;
  }

  /** The dumb model: walks clockwise from one point and looks whether it meets the other. */
  private static boolean walkMeets(int from, int point, int to, boolean closed) {
    for (int at = (from + 1) % 16; ; at = (at + 1) % 16) {
      if (at == to) {
        return closed && point == to || from == to && point != from && closed;
      }
      if (at == point) {
        return true;
      }
    }
  }

  @Test
  void isBetween_isWhatAWalkClockwiseMeets() {
    for (int i = 0; i < 16 * 16 * 16; i++) {
      int from = i >> 8;
      int point = i >> 4 & 15;
      int to = i & 15;
      assertThat(RingId.isBetween(tiny(from), tiny(point), tiny(to)))
          .as("%d in (%d, %d)", point, from, to)
          .isEqualTo(walkMeets(from, point, to, false));
    }
  }

  @Test
  void isWithin_hasItsUpperEnd_andIsTheWholeRingWhenBothEndsAreOne() {
    for (int i = 0; i < 16 * 16 * 16; i++) {
      int from = i >> 8;
      int point = i >> 4 & 15;
      int to = i & 15;
      boolean expected = from == to || walkMeets(from, point, to, true);
      assertThat(RingId.isWithin(tiny(from), tiny(point), tiny(to)))
          .as("%d in (%d, %d]", point, from, to)
          .isEqualTo(expected);
    }
  }

  @Test
  void distance_wrapsAroundZero() {
    assertThat(RingId.distance(tiny(14), tiny(3))).isEqualTo(tiny(5));
    assertThat(RingId.distance(tiny(3), tiny(14))).isEqualTo(tiny(11));
  }

  /** The first 64 bits of SHA-256 over the bytes 7f 00 00 01 0f a0. */
  @Test
  void of_isTheHashOfIpAndPort() throws Exception {
    byte[] bytes = {0x7f, 0, 0, 1, 0x0f, (byte) 0xa0};
    byte[] hash = java.security.MessageDigest.getInstance("SHA-256").digest(bytes);
    assertThat(RingId.of(PeerAddress.ofIpv4(0x7f000001, 4000)))
        .isEqualTo(java.nio.ByteBuffer.wrap(hash).getLong());
  }
}
