package io.duet.unstructured.topology;

import io.duet.cli.FailureException;
import java.io.IOException;
import java.io.LineNumberReader;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * A graph from a file with one link per line: two node numbers with blanks between. Empty lines,
 * comments after {@code #}, loops and repeated links are ignored.
 *
 * @param name path of the file
 * @param whole the whole graph, its nodes renumbered without gaps in the order of their numbers
 */
record GraphFile(String name, Graph whole) implements Topology {
  private static final Pattern LINK = Pattern.compile("(\\d{1,9})\\s+(\\d{1,9})");
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
    try (LineNumberReader lines = new LineNumberReader(Files.newBufferedReader(file))) {
      if (Files.size(file) > BYTES_MAX) {
        throw new IllegalArgumentException(file + " is larger than " + BYTES_MAX + " bytes");
      }
      return new GraphFile(file.toString(), graph(ends(lines, file), file));
    } catch (MalformedInputException e) {
      throw new IllegalArgumentException(file + " is no text", e);
    } catch (IOException e) {
      throw new FailureException("cannot read the graph " + file, e);
    }
  }

  /** The ends of all links, in pairs. */
  private static int[] ends(LineNumberReader lines, Path file) throws IOException {
    IntStream.Builder ends = IntStream.builder();
    int left = LINKS_MAX;
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      int comment = line.indexOf('#');
      String text = (comment < 0 ? line : line.substring(0, comment)).strip();
      if (!text.isEmpty()) {
        Matcher link = LINK.matcher(text);
        if (!link.matches() || left-- == 0) {
          throw refusal(file, lines.getLineNumber(), text, left < 0);
        }
        ends.add(Integer.parseInt(link.group(1))).add(Integer.parseInt(link.group(2)));
      }
    }
    return ends.build().toArray();
  }

  private static IllegalArgumentException refusal(
      Path file, int line, String text, boolean tooMany) {
    String shown = text.length() > SHOWN_MAX ? text.substring(0, SHOWN_MAX) + "…" : text;
    String reason =
        tooMany
            ? "is one link more than " + LINKS_MAX
            : "is not two node numbers from 0 to 999999999";
    return new IllegalArgumentException(file + ", line " + line + ": '" + shown + "' " + reason);
  }

  private static Graph graph(int[] ends, Path file) {
    int[] numbers = IntStream.of(ends).sorted().distinct().toArray();
    if (numbers.length == 0) {
      throw new IllegalArgumentException(file + " holds no link");
    }
    Graph graph = new Graph(numbers.length);
    for (int i = 0; i < ends.length; i += 2) {
      graph.add(Arrays.binarySearch(numbers, ends[i]), Arrays.binarySearch(numbers, ends[i + 1]));
    }
    return graph.sorted();
  }

  /** The nodes nearest to the one with the lowest number, and the links between them. */
  @Override
  public Graph graph(int nodes, RandomGenerator random) {
    int[] places = places(nodes);
    Graph part = new Graph(nodes);
    whole.forEachLink(
        (lower, higher) -> {
          if (places[lower] >= 0 && places[higher] >= 0) {
            part.add(places[lower], places[higher]);
          }
        });
    return part.sorted();
  }

  /** The new number of each node; -1 for nodes that are not among the nearest. */
  private int[] places(int nodes) {
    int[] distances = whole.distances(0);
    int[] nearest =
        IntStream.range(0, whole.nodes())
            .filter(node -> distances[node] >= 0)
            .boxed()
            .sorted(Comparator.comparingInt(node -> distances[node]))
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
}
