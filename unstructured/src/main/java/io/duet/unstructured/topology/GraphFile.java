package io.duet.unstructured.topology;

import io.duet.cli.FailureException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * A graph from a file with one link per line: two node numbers with blanks between. Empty lines,
 * comments after {@code #}, loops and repeated links are ignored.
 *
 * @param name path of the file
 * @param whole the whole graph, its nodes renumbered without gaps in the order of their numbers
 */
record GraphFile(String name, Graph whole) implements Topology {
  private static final int LINKS_MAX = 5_000_000;
  private static final long BYTES_MAX = 1L << 27;
  private static final int SHOWN_MAX = 40;

  /**
   * Reads a file.
   *
   * @throws FailureException if it cannot be read
   * @throws IllegalArgumentException naming the line that is no link, or if the file is too large
   *     or has no link
   */
  static GraphFile read(Path file) {
    try (BufferedReader lines = Files.newBufferedReader(file)) {
      if (Files.size(file) > BYTES_MAX) {
        throw new IllegalArgumentException(file + " is larger than " + BYTES_MAX + " bytes");
      }
      return new GraphFile(file.toString(), graph(new Reader(file, lines).ends(), file));
    } catch (MalformedInputException e) {
      throw new IllegalArgumentException(file + " is no text", e);
    } catch (IOException e) {
      throw new FailureException("cannot read the graph " + file, e);
    }
  }

  private static Graph graph(int[] ends, Path file) {
    int[] numbers = IntStream.of(ends).sorted().distinct().toArray();
    if (numbers.length == 0) {
      throw new IllegalArgumentException(file + " holds no link");
    }
    GraphBuilder builder = new GraphBuilder(numbers.length);
    for (int i = 0; i < ends.length; i += 2) {
      builder.add(Arrays.binarySearch(numbers, ends[i]), Arrays.binarySearch(numbers, ends[i + 1]));
    }
    return builder.finish();
  }

  /** The nodes nearest to the one with the lowest number, and the links between them. */
  @Override
  public Graph graph(int nodes, RandomGenerator random) {
    int[] places = places(nodes);
    GraphBuilder part = new GraphBuilder(nodes);
    whole.forEachLink(
        (lower, higher) -> {
          if (places[lower] >= 0 && places[higher] >= 0) {
            part.add(places[lower], places[higher]);
          }
        });
    return part.finish();
  }

  /** The new number of each node; -1 for nodes that are not among the nearest. */
  private int[] places(int nodes) {
    int[] distances = whole.distances(0);
    int[] nearest =
        IntStream.range(0, whole.nodes())
            .filter(node -> distances[node] >= 0)
            .boxed()
            .sorted((one, other) -> Integer.compare(distances[one], distances[other]))
            .mapToInt(node -> node)
            .toArray();
    if (nearest.length < nodes) {
      throw new FailureException(
          "the graph %s links %d nodes, too few for %d".formatted(name, nearest.length, nodes));
    }
    int[] places = new int[whole.nodes()];
    Arrays.fill(places, -1);
    for (int i = 0; i < nodes; i++) {
      places[nearest[i]] = i;
    }
    return places;
  }

  /** Reads the ends of all links, in pairs. */
  private static final class Reader {
    private final Path file;
    private final BufferedReader lines;
    private int[] ends = new int[1_024];
    private int count;
    private int line;

    Reader(Path file, BufferedReader lines) {
      this.file = file;
      this.lines = lines;
    }

    int[] ends() throws IOException {
      for (String text = lines.readLine(); text != null; text = lines.readLine()) {
        line++;
        int comment = text.indexOf('#');
        String link = (comment < 0 ? text : text.substring(0, comment)).strip();
        if (!link.isEmpty()) {
          take(link);
        }
      }
      return Arrays.copyOf(ends, count);
    }

    private void take(String link) {
      String[] numbers = link.split("\\s+", 3);
      if (numbers.length != 2) {
        throw wrong(link, "is not two node numbers");
      }
      if (count == 2 * LINKS_MAX) {
        throw wrong(link, "is one link more than " + LINKS_MAX);
      }
      if (count == ends.length) {
        ends = Arrays.copyOf(ends, 2 * count);
      }
      ends[count++] = number(link, numbers[0]);
      ends[count++] = number(link, numbers[1]);
    }

    private int number(String link, String text) {
      if (!text.matches("\\d{1,9}")) {
        throw wrong(link, "is not two node numbers from 0 to 999999999");
      }
      return Integer.parseInt(text);
    }

    private IllegalArgumentException wrong(String link, String what) {
      String shown = link.length() > SHOWN_MAX ? link.substring(0, SHOWN_MAX) + "…" : link;
      return new IllegalArgumentException(file + ", line " + line + ": '" + shown + "' " + what);
    }
  }
}
