package io.duet.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetworkModelTest {
  private static final long MS = 1_000_000;

  private static double meanMs(NetworkModel model) {
    SplittableRandom random = new SplittableRandom(3);
    return LongStream.range(0, 20_000)
            .map(i -> model.delayNanos(0, 1, random))
            .average()
            .orElseThrow()
        / MS;
  }

  @Test
  void parse_readsEachModel() {
    assertThat(meanMs(NetworkModel.parse("constant:60ms"))).isEqualTo(30);
    assertThat(meanMs(NetworkModel.parse("uniform:20ms..100ms"))).isBetween(29.7, 30.3);
    assertThat(meanMs(NetworkModel.parse("exponential:60ms"))).isBetween(29.2, 30.8);
  }

  @Test
  void parse_readsAMatrixAndWrapsNodesAroundItsHosts(@TempDir Path dir) throws IOException {
    Path file = Files.writeString(dir.resolve("m"), "0 10 20\n10, 0, 30\n20\t30\t0\n");
    NetworkModel model = NetworkModel.parse("matrix:" + file);
    SplittableRandom random = new SplittableRandom(3);
    assertThat(model.delayNanos(1, 2, random)).isEqualTo(15 * MS);
    assertThat(model.delayNanos(4, 5, random)).isEqualTo(15 * MS);
    assertThat(model.delayNanos(1, 4, random)).isEqualTo(50_000);
  }

  @ParameterizedTest
  @CsvSource({
    "'0 1\n1', row 2 has 1 numbers",
    "'0 1\n', 'has 1 rows, which must be'",
    "'0 x\n1 0', row 1: 'x' is not a round-trip time",
    "'0 -1\n1 0', row 1: '-1' is not a round-trip time",
    "'0 NaN\n1 0', row 1: 'NaN' is not a round-trip time",
    "'', 'has 0 rows, which must be'"
  })
  void parse_refusesABrokenMatrix(String text, String sentence, @TempDir Path dir)
      throws IOException {
    Path file = Files.writeString(dir.resolve("m"), text);
    assertThatThrownBy(() -> NetworkModel.parse("matrix:" + file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(sentence)
        .hasMessageContaining(file.toString());
  }

  @ParameterizedTest
  @CsvSource({
    "constant, unknown network model",
    "warp:9, unknown network model",
    "constant:60, is not a duration",
    "uniform:60ms, is not a range",
    "uniform:60ms..20ms, is not a range",
    "matrix:/nowhere/at/all, cannot read the matrix file"
  })
  void parse_refusesOtherForms(String text, String sentence) {
    assertThatThrownBy(() -> NetworkModel.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(sentence);
  }
}
