package io.duet.experiments.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.duet.experiments.workload.Zipf;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReplicationTest {

  /** Popularity 1, 1/4, 1/9 in 49 parts of 36: of 49 copies 36, 9 and 4, or 6 : 3 : 2 by roots. */
  @Test
  void copies_followPopularity_orItsRoot() {
    Zipf squares = new Zipf(3, 2);
    assertThat(Replication.PROPORTIONAL.copies(squares::probability, 3, 98, 1_000))
        .containsExactly(216, 54, 24);
    assertThat(Replication.SQUARE_ROOT.copies(squares::probability, 3, 11, 1_000))
        .containsExactly(18, 9, 6);
    assertThat(Replication.UNIFORM.copies(squares::probability, 3, 7, 1_000))
        .containsExactly(7, 7, 7);
  }

  @ParameterizedTest
  @EnumSource
  void copies_useTheBudget_withinARoundingEach(Replication replication) {
    int[] copies = replication.copies(new Zipf(200, 1)::probability, 200, 50, 100_000);
    assertThat(Arrays.stream(copies).sum()).isCloseTo(10_000, within(100));
  }

  @Test
  void copies_areAtLeastOne_andAtMostOneForEachNode() {
    int[] copies = Replication.PROPORTIONAL.copies(new Zipf(1_000, 2)::probability, 1_000, 3, 500);
    assertThat(copies[0]).isEqualTo(500);
    assertThat(copies[999]).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource
  void parse_readsWhatIsWritten(Replication replication) {
    assertThat(parsed(replication.toString())).isEqualTo(replication);
  }

  @Test
  void parse_refusesOthers() {
    assertThatThrownBy(() -> parsed("SQUARE_ROOT"))
        .hasMessageContaining("must be uniform, proportional or square-root");
  }

  private static Replication parsed(String text) {
    return new ExperimentDraft().set("replication", text).complete().replication();
  }
}
