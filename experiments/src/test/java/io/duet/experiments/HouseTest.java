package io.duet.experiments;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Checks the size of packages and files of the main code. Each package must describe its idea, and
 * each rule of a protocol must be in the file that the architecture page names.
 */
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

  @Test
  void rules_lieInTheFilesOfTheArchitecturePage() throws IOException {
    Map<String, List<String>> files =
        sources().stream()
            .collect(
                Collectors.groupingBy(
                    file -> file.getFileName().toString(),
                    Collectors.mapping(file -> file.getParent().toString(), Collectors.toList())));
    List<String[]> rules = rules();
    assertThat(rules).hasSizeGreaterThan(19);
    assertThat(rules)
        .allSatisfy(
            rule -> {
              List<String> packages = quoted(rule[2]);
              assertThat(quoted(rule[3] + rule[4]))
                  .isNotEmpty()
                  .allSatisfy(
                      name ->
                          assertThat(files.getOrDefault(name + ".java", List.of()))
                              .as(name)
                              .anyMatch(folder -> isIn(folder, packages)));
            });
  }

  /** The rows of the table of rules, split into cells; those without a file are headings. */
  private static List<String[]> rules() throws IOException {
    return Files.readAllLines(Path.of("../docs/architecture.md")).stream()
        .dropWhile(line -> !line.startsWith("| rule |"))
        .skip(2)
        .takeWhile(line -> line.startsWith("|"))
        .map(line -> line.split("\\|"))
        .filter(cells -> !cells[3].isBlank())
        .toList();
  }

  /**
   * The names of types and packages in backquotes; settings and files of other kinds are left out.
   */
  private static List<String> quoted(String cell) {
    return Pattern.compile("`([.A-Z][\\w.]*)`")
        .matcher(cell)
        .results()
        .map(match -> match.group(1))
        .toList();
  }

  private static boolean isIn(String folder, List<String> packages) {
    return packages.stream().anyMatch(name -> folder.endsWith(name.replace('.', '/')));
  }
}
