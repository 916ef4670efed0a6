package io.duet.unstructured.tracker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Bitmaps of pieces, and what is none. */
class PiecesTest {

  @Test
  void bitmaps_areReadAsTheyWereWritten() {
    for (Pieces pieces :
        List.of(Pieces.all(1), Pieces.all(1_024), Pieces.range(100, 60, 70), Pieces.NONE)) {
      Pieces read = Objects.requireNonNull(Pieces.ofWords(pieces.count(), pieces.words()));
      assertThat(read.words()).isEqualTo(pieces.words());
      assertThat(read.count()).isEqualTo(pieces.count());
      assertThat(read.isAll()).isEqualTo(pieces.isAll());
    }
    assertThat(Pieces.range(8, 2, 4).words()).containsExactly(0b11100L);
    assertThat(Pieces.range(8, 2, 4)).hasToString("3 of 8");
  }

  @Test
  void bitmapsOfNoSense_areNone() {
    assertThat(Pieces.ofWords(8, List.of(0x100L))).isNull();
    assertThat(Pieces.ofWords(8, List.of())).isNull();
    assertThat(Pieces.ofWords(8, List.of(0L))).isNull();
    assertThat(Pieces.ofWords(0, List.of(1L))).isNull();
    assertThat(Pieces.ofWords(1_025, List.of(1L))).isNull();
    assertThat(Pieces.ofWords(-1, List.of(1L))).isNull();
  }
}
