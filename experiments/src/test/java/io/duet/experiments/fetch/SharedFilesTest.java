package io.duet.experiments.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.duet.cli.FailureException;
import io.duet.simulation.Bandwidth;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class SharedFilesTest {
  private static SharedFiles files(long bytes, List<Integer> searched) {
    Bandwidth unlimited = Bandwidth.parse("unlimited");
    return new SharedFiles(new FetchPlan(bytes, unlimited, List.of(), List.of(), searched, 7));
  }

  @Test
  void files_followFromTheSeed_andAreDeletedAtTheEnd() {
    SharedFiles first = files(2_000_000, List.of(3, 5, 3));
    SharedFiles again = files(2_000_000, List.of(3));
    first.makeAll();
    again.makeAll();
    assertThat(first.of(3).file()).hasSize(2_000_000);
    assertThat(first.of(3).manifest()).isEqualTo(again.of(3).manifest());
    assertThat(first.of(5).manifest()).isNotEqualTo(first.of(3).manifest());
    assertThat(first.itemOf(first.of(5).manifest().id())).isEqualTo(5);
    first.close();
    again.close();
    assertThat(first.folder()).doesNotExist();
    assertThat(again.folder()).doesNotExist();
  }

  @Test
  void moreBytesThanTheDiskHas_areRefusedBeforeAnyIsWritten() {
    SharedFiles files = files(64_000_000_000L, Collections.nCopies(100_000, 1));
    assertThatThrownBy(files::makeAll)
        .isInstanceOf(FailureException.class)
        .hasMessageContaining("bytes free");
    assertThat(files.folder()).doesNotExist();
  }
}
