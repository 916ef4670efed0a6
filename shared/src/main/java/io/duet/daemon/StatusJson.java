package io.duet.daemon;

import io.duet.overlay.Status;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A status as values for JSON: {@code health}, then each section under its title, facts as an
 * object and a table as a list of objects. Spaces in names become underscores, and empty cells are
 * null.
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

  static List<Map<String, @Nullable Object>> rows(Status.Table table) {
    return table.rows().stream().map(row -> row(table.columns(), row)).toList();
  }

  private static Map<String, @Nullable Object> row(List<String> columns, List<?> row) {
    Map<String, @Nullable Object> named = new LinkedHashMap<>();
    for (int i = 0; i < columns.size(); i++) {
      Object cell = row.get(i);
      named.put(name(columns.get(i)), cell.equals("") ? null : cell);
    }
    return named;
  }

  private static String name(String words) {
    return words.replace(' ', '_');
  }
}
