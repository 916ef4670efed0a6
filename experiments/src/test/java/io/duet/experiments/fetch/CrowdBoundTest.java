package io.duet.experiments.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.duet.content.Manifest;
import io.duet.simulation.Bandwidth;
import org.junit.jupiter.api.Test;

/** Links of one piece per second. */
class CrowdBoundTest {
  private static final int PIECE = Manifest.PIECE_BYTES;

  private static double bound(int pieces, int receivers, long down) {
    return CrowdBound.seconds((long) pieces * PIECE, new Bandwidth(PIECE, down), receivers);
  }

  @Test
  void oneReceiver_takesAllPiecesFromTheProvider() {
    assertThat(bound(5, 1, Bandwidth.UNLIMITED)).isEqualTo(5, within(1e-9));
  }

  /** Of one piece: to one node in the first second, to two in the second, to four in the third. */
  @Test
  void onePiece_doublesItsHolders() {
    assertThat(bound(1, 3, Bandwidth.UNLIMITED)).isEqualTo(2, within(1e-9));
    assertThat(bound(1, 7, Bandwidth.UNLIMITED)).isEqualTo(3, within(1e-9));
    assertThat(bound(64, 199, Bandwidth.UNLIMITED)).isEqualTo(71, within(1e-9));
  }

  @Test
  void slowDownlinks_areTheBound() {
    assertThat(bound(5, 3, PIECE / 2)).isEqualTo(10, within(1e-9));
  }

  @Test
  void unlimitedUplinks_haveNone() {
    assertThat(CrowdBound.seconds(1, new Bandwidth(Bandwidth.UNLIMITED, 1), 3)).isNaN();
  }
}
