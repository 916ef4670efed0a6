package io.duet.daemon;

import io.duet.overlay.Status;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A status as values for JSON: {@code health}, then each section under its title, facts as an
 * object and a table as a list of objects. Spaces in names become underscores.
 */
public final class StatusJson {

  private StatusJson() {}

  public static Map<String, Object> of(Status status) {
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("health", status.health());
    for (Status.Section section : status.sections()) {
      if (section instanceof Status.Facts facts) {
        Map<String, Object> values = new LinkedHashMap<>();
        facts.values().forEach((name, value) -> values.put(name(name), value));
        root.put(name(facts.title()), values);
      } else if (section instanceof Status.Table table) {
        root.put(name(table.title()), rows(table));
      }
    }
    return root;
  }

  static List<Map<String, String>> rows(Status.Table table) {
    return table.rows().stream().map(row -> row(table.columns(), row)).toList();
  }

  private static Map<String, String> row(List<String> columns, List<String> row) {
    Map<String, String> named = new LinkedHashMap<>();
    for (int i = 0; i < columns.size(); i++) {
      named.put(name(columns.get(i)), row.get(i));
    }
    return named;
  }

  private static String name(String words) {
    return words.replace(' ', '_');
  }
}
