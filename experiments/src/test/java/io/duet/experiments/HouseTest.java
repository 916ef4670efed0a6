package io.duet.experiments;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds the size of packages and files of the main code, and that each package says its idea. */
class HouseTest {
  private static final int FILES_MAX = 20;
  private static final int LINES_MAX = 400;

  private static List<Path> sources() throws IOException {
    try (Stream<Path> modules = Files.list(Path.of(".."))) {
      return modules
          .map(module -> module.resolve("src/main/java"))
          .filter(Files::isDirectory)
          .flatMap(HouseTest::javaFiles)
          .toList();
    }
  }

  private static Stream<Path> javaFiles(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<Path, List<String>> namesByPackage() throws IOException {
    return sources().stream()
        .collect(
            Collectors.groupingBy(
                Path::getParent,
                TreeMap::new,
                Collectors.mapping(file -> file.getFileName().toString(), Collectors.toList())));
  }

  @Test
  void packages_haveAtMostTwentyFiles() throws IOException {
    assertThat(namesByPackage())
        .hasSizeGreaterThan(30)
        .allSatisfy((folder, names) -> assertThat(names).hasSizeLessThanOrEqualTo(FILES_MAX + 1));
  }

  @Test
  void packages_sayTheirIdea() throws IOException {
    assertThat(namesByPackage())
        .allSatisfy((folder, names) -> assertThat(names).contains("package-info.java"));
  }

  @Test
  void files_haveAtMostFourHundredLines() throws IOException {
    assertThat(sources())
        .allSatisfy(
            file -> assertThat(Files.readAllLines(file)).hasSizeLessThanOrEqualTo(LINES_MAX));
  }
}
