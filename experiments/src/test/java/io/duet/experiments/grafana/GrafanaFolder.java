package io.duet.experiments.grafana;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The project's folder {@code grafana/}; YAML reads JSON, too. */
final class GrafanaFolder {
  /** The path of the folder, relative to the module in which tests run. */
  static final Path PATH = Path.of(System.getProperty("basedir", "."), "..", "grafana").normalize();

  private static final YAMLMapper YAML = new YAMLMapper();

  private GrafanaFolder() {}

  static JsonNode read(Path file) {
    try {
      return YAML.readTree(file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static JsonNode read(String file) {
    return read(PATH.resolve(file));
  }

  static List<Path> files(String folder, String ending) {
    try (Stream<Path> files = Files.list(PATH.resolve(folder))) {
      return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<Dashboard> dashboards() {
    return files("dashboards", ".json").stream().map(file -> new Dashboard(read(file))).toList();
  }

  /** Every rule of every group of every file. */
  static List<JsonNode> rules() {
    return files("prometheus/rules", ".yml").stream()
        .flatMap(file -> Dashboard.list(read(file).path("groups")).stream())
        .flatMap(group -> Dashboard.list(group.path("rules")).stream())
        .toList();
  }
}
