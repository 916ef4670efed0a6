package io.duet.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** Formats a status from {@code StatusJson} for the terminal. */
public final class StatusText {

  private StatusText() {}

  public static String of(JsonNode status) {
    StringBuilder text = new StringBuilder();
    status
        .properties()
        .forEach(section -> text.append(section(words(section.getKey()), section.getValue())));
    return text.toString();
  }

  /** A table without its title; an empty text if it has no rows. */
  static String table(JsonNode rows) {
    return rows.isEmpty() ? "" : aligned(withHead(rows)).stripTrailing().stripIndent() + "\n";
  }

  private static String section(String title, JsonNode content) {
    if (content.isValueNode()) {
      return title + ": " + content.asText() + "\n";
    } else if (content.isArray() && content.isEmpty()) {
      return "";
    }
    return "\n" + title + "\n" + aligned(content.isArray() ? withHead(content) : facts(content));
  }

  private static List<List<String>> facts(JsonNode object) {
    return object.properties().stream()
        .map(fact -> List.of(words(fact.getKey()), fact.getValue().asText()))
        .toList();
  }

  /** One column for each member that any of the objects has; a cell is empty where it is absent. */
  private static List<List<String>> withHead(JsonNode objects) {
    Set<String> columns = new LinkedHashSet<>();
    objects.forEach(object -> object.fieldNames().forEachRemaining(columns::add));
    List<List<String>> rows = new ArrayList<>();
    rows.add(columns.stream().map(StatusText::words).toList());
    for (JsonNode object : objects) {
      rows.add(columns.stream().map(column -> object.path(column).asText("")).toList());
    }
    return rows;
  }

  private static String aligned(List<List<String>> rows) {
    int[] widths =
        IntStream.range(0, rows.get(0).size())
            .map(column -> rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0))
            .toArray();
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        line.append("  ").append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length()));
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }

  private static String words(String name) {
    return name.replace('_', ' ');
  }
}
