package io.duet.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NeighborsFileTest {
  @TempDir private Path folder;

  private NeighborsFile file(String text) throws IOException {
    return new NeighborsFile(Files.writeString(folder.resolve("neighbors"), text));
  }

  @Test
  void commentsAndEmptyLines_arePassedOver() throws Exception {
    NeighborsFile file = file("# mine\n\n127.0.0.1:4000 # the first\n  [::1]:4001\n");
    assertThat(file.read()).extracting("port").containsExactly(4000, 4001);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          here           | line 2: 'here' is not an address; write HOST:PORT
          127.0.0.1      | line 2: '127.0.0.1' is not an address
          127.0.0.1:0    | line 2: port 0 is not the port of a node
          """)
  void nonsense_isSaidWithItsLine(String line, String sentence) throws Exception {
    NeighborsFile file = file("127.0.0.1:4000\n" + line + "\n");
    assertThatThrownBy(file::read)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(file.path() + ", " + sentence);
  }

  @Test
  void fileThatIsMissing_isSaid() {
    NeighborsFile file = new NeighborsFile(folder.resolve("none"));
    assertThatThrownBy(file::read).hasMessage(file.path() + " cannot be read as text");
  }
}
