package io.duet.experiments.experiment;

import io.duet.cli.FailureException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The names of the contents that nodes share in an experiment, in a fixed order. */
public final class Catalog {
  /** The name of the list that comes with the project. */
  public static final String SHIPPED = "shipped";

  private static final String NUMBERED = "numbered:";

  /** The largest number of names from a folder. */
  public static final int NAMES_MAX = 1_000_000;

  private static final int DEPTH_MAX = 32;

  private Catalog() {}

  /**
   * The names of a catalogue: the shipped list, numbered names ({@code numbered:1000000}), or the
   * paths of the files below a folder, sorted.
   *
   * @throws FailureException if the folder cannot be read or contains no file
   */
  public static List<String> names(String catalog) {
    if (catalog.startsWith(NUMBERED)) {
      return numbered(catalog.substring(NUMBERED.length()));
    }
    return catalog.equals(SHIPPED) ? shipped() : below(Path.of(catalog));
  }

  private static List<String> numbered(String count) {
    if (!count.matches("[1-9]\\d{0,6}") || Integer.parseInt(count) > NAMES_MAX) {
      throw new IllegalArgumentException(
          "catalog is " + NUMBERED + count + ", but must have from 1 to " + NAMES_MAX + " names");
    }
    return IntStream.rangeClosed(1, Integer.parseInt(count)).mapToObj(i -> "item " + i).toList();
  }

  private static List<String> shipped() {
    try (InputStream stream = Catalog.class.getResourceAsStream("catalog.txt")) {
      byte[] names = Objects.requireNonNull(stream, "the shipped catalogue").readAllBytes();
      return new String(names, StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> below(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new FailureException("the catalogue " + folder + " is not a readable folder");
    }
    try (Stream<Path> files = Files.walk(folder, DEPTH_MAX)) {
      List<String> names =
          files
              .filter(Files::isRegularFile)
              .limit(NAMES_MAX)
              .map(file -> folder.relativize(file).toString())
              .sorted()
              .toList();
      if (names.isEmpty()) {
        throw new FailureException("the catalogue " + folder + " contains no files");
      }
      return names;
    } catch (IOException | UncheckedIOException e) {
      throw new FailureException(
          "the catalogue " + folder + " cannot be read: " + e.getMessage(), e);
    }
  }
}
