package io.duet.chord.id;

import static org.assertj.core.api.Assertions.assertThat;

import io.duet.node.Peer;
import io.duet.node.PeerAddress;
import org.junit.jupiter.api.Test;

/** Spans on a ring whose positions are small numbers, or just before zero. */
class RecordRangeTest {

  private static RecordPosition at(long position, long mark) {
    return new RecordPosition(position, mark);
  }

  private static RingPeer peer(long position) {
    return new RingPeer(position, Peer.at(PeerAddress.ofIpv4(0x7f000001, (int) position & 0xffff)));
  }

  @Test
  void contains_whatLiesAfterItsBeginning_upToItsEnd() {
    RecordRange span = new RecordRange(at(10, 5), at(20, 5));
    assertThat(span.contains(at(10, 5))).isFalse();
    assertThat(span.contains(at(10, 6))).isTrue();
    assertThat(span.contains(at(15, 0))).isTrue();
    assertThat(span.contains(at(20, 5))).isTrue();
    assertThat(span.contains(at(20, 6))).isFalse();
    assertThat(span.contains(at(10, 4))).isFalse();
  }

  @Test
  void contains_marksOfOnePosition() {
    RecordRange span = new RecordRange(at(10, 5), at(10, -1));
    assertThat(span.contains(at(10, 6))).isTrue();
    assertThat(span.contains(at(10, -1))).isTrue();
    assertThat(span.contains(at(10, 5))).isFalse();
    assertThat(span.contains(at(11, 6))).isFalse();
  }

  @Test
  void of_isTheIntervalOfThePapers_acrossZeroToo() {
    RecordRange span = RecordRange.of(-3, 4);
    assertThat(span.contains(at(-3, 7))).isFalse();
    assertThat(span.contains(at(-2, 0))).isTrue();
    assertThat(span.contains(at(4, -1))).isTrue();
    assertThat(span.contains(at(5, 0))).isFalse();
  }

  /** Member 30 accepts 20 and 25 as owners of the range (10, 20], but not 15, 31 and itself. */
  @Test
  void canBelongTo_aMemberBetweenItsEndAndTheFollower() {
    RecordRange span = RecordRange.of(10, 20);
    assertThat(span.canBelongTo(peer(20), peer(30))).isTrue();
    assertThat(span.canBelongTo(peer(25), peer(30))).isTrue();
    assertThat(span.canBelongTo(peer(15), peer(30))).isFalse();
    assertThat(span.canBelongTo(peer(30), peer(30))).isFalse();
    assertThat(span.canBelongTo(peer(31), peer(30))).isFalse();
    assertThat(span.canBelongTo(peer(20), peer(15))).isFalse();
  }
}
