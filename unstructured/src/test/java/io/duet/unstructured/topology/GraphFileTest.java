package io.duet.unstructured.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.duet.cli.FailureException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GraphFileTest {
  @TempDir private Path folder;

  private Topology read(String text) throws IOException {
    return Topology.of("file:" + Files.writeString(folder.resolve("links"), text));
  }

  private static String links(Graph graph) {
    StringBuilder links = new StringBuilder();
    graph.forEachLink(
        (lower, higher) -> links.append(lower).append('-').append(higher).append(' '));
    return links.toString().strip();
  }

  /** 10 is linked to 70 and 40, and 40 to 900; 5,000 and 5,001 are on their own. */
  private static final String SMALL =
      """
      # a small one
      10 70
      70\t10   # once more
      40  10

      900 40
      900 900
      5000 5001
      """;

  @Test
  void graph_numbersNodesByTheirDistanceFromTheFirst() throws IOException {
    Topology file = read(SMALL);
    assertThat(links(file.graph(4, new SplittableRandom(1)))).isEqualTo("0-1 0-2 1-3");
    assertThat(links(file.graph(3, new SplittableRandom(1)))).isEqualTo("0-1 0-2");
  }

  @Test
  void graph_refusesToBeLargerThanTheFile() throws IOException {
    Topology file = read(SMALL);
    assertThatThrownBy(() -> file.graph(5, new SplittableRandom(1)))
        .isInstanceOf(FailureException.class)
        .hasMessageContaining("links 4 nodes, too few for 5");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1 2;3 | line 2: '3' is not two node numbers",
        "1 2;;# x;3 4 5 | line 4: '3 4 5' is not two node numbers",
        "1 2;3 -4 | line 2: '3 -4' is not two node numbers from 0 to 999999999",
        "1 9999999999 | line 1: '1 9999999999' is not",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa b | aaaaaaaaaa…' is not",
        "# nothing | holds no link"
      })
  void read_refusesWhatIsNoLink_withItsLine(String text, String sentence) {
    assertThatThrownBy(() -> read(text.replace(';', '\n')))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(sentence);
  }

  @Test
  void read_refusesWhatIsNoText() throws IOException {
    Path file = Files.write(folder.resolve("bytes"), new byte[] {(byte) 0xff, (byte) 0xfe, 1});
    assertThatThrownBy(() -> Topology.of("file:" + file)).hasMessageContaining("is no text");
  }

  @Test
  void read_saysWhenThereIsNoSuchFile() {
    assertThatThrownBy(() -> Topology.of("file:" + folder.resolve("none")))
        .isInstanceOf(FailureException.class)
        .hasMessageContaining("cannot read the graph");
  }
}
