package io.duet.unstructured.tracker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Bitfields of pieces, and words that are none. */
class PieceBitfieldTest {

  @Test
  void bitfields_areReadAsTheyWereWritten() {
    for (PieceBitfield pieces :
        List.of(
            PieceBitfield.of(1, "all"),
            PieceBitfield.of(1_024, "all"),
            PieceBitfield.range(100, 60, 70),
            PieceBitfield.NONE)) {
      PieceBitfield read =
          Objects.requireNonNull(PieceBitfield.ofWords(pieces.count(), pieces.words()));
      assertThat(read.words()).isEqualTo(pieces.words());
      assertThat(read.count()).isEqualTo(pieces.count());
      assertThat(read.isAll()).isEqualTo(pieces.isAll());
    }
    assertThat(PieceBitfield.range(8, 2, 4).words()).containsExactly(0b11100L);
    assertThat(PieceBitfield.range(8, 2, 4)).hasToString("3 of 8");
  }

  @Test
  void invalidBitfields_areRefused() {
    assertThat(PieceBitfield.ofWords(8, List.of(0x100L))).isNull();
    assertThat(PieceBitfield.ofWords(8, List.of())).isNull();
    assertThat(PieceBitfield.ofWords(8, List.of(0L))).isNull();
    assertThat(PieceBitfield.ofWords(0, List.of(1L))).isNull();
    assertThat(PieceBitfield.ofWords(1_025, List.of(1L))).isNull();
    assertThat(PieceBitfield.ofWords(-1, List.of(1L))).isNull();
  }

  /**
   * 2,049 pieces are 683 groups of three; the second and the third piece of a group do not count.
   */
  @Test
  void piecesOnDisk_areCountedOneByOne_andInGroupsBeyondTheMaximum() {
    assertThat(PieceBitfield.of(3, BitSet.valueOf(new long[] {0b101}))).hasToString("2 of 3");
    BitSet held = new BitSet();
    held.set(1, 6);
    held.set(2_046, 2_049);
    assertThat(PieceBitfield.of(2_049, held).held()).isEqualTo(bits(1, 682));
    assertThat(PieceBitfield.of(2_049, held).count()).isEqualTo(683);
    held.set(0, 2_049);
    assertThat(PieceBitfield.of(2_049, held).isAll()).isTrue();
    assertThat(PieceBitfield.of(2_049, new BitSet())).isEqualTo(PieceBitfield.NONE);
    assertThat(PieceBitfield.of(1 << 21, held).count()).isEqualTo(PieceBitfield.COUNT_MAX);
  }

  private static BitSet bits(int... set) {
    BitSet bits = new BitSet();
    for (int bit : set) {
      bits.set(bit);
    }
    return bits;
  }
}
