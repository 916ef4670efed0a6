package io.duet.process;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.duet.overlay.Status;
import java.util.List;

/**
 * Writes a status as JSON: {@code health}, then each section under its title; facts are an object,
 * a table is a list of objects. Spaces in names become underscores.
 */
final class StatusJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private StatusJson() {}

  static ObjectNode of(Status status) {
    ObjectNode root = JSON.createObjectNode();
    root.put("health", status.health());
    for (Status.Section section : status.sections()) {
      if (section instanceof Status.Facts facts) {
        ObjectNode values = root.putObject(name(section.title()));
        facts.values().forEach((name, value) -> values.putPOJO(name(name), value));
      } else if (section instanceof Status.Table table) {
        ArrayNode rows = root.putArray(name(section.title()));
        table.rows().forEach(row -> add(rows.addObject(), table.columns(), row));
      }
    }
    return root;
  }

  /** A table under its title. */
  static ObjectNode of(Status.Table table) {
    ObjectNode root = JSON.createObjectNode();
    ArrayNode rows = root.putArray(table.title());
    table.rows().forEach(row -> add(rows.addObject(), table.columns(), row));
    return root;
  }

  private static void add(ObjectNode object, List<String> columns, List<String> row) {
    for (int i = 0; i < columns.size(); i++) {
      object.put(name(columns.get(i)), row.get(i));
    }
  }

  private static String name(String words) {
    return words.replace(' ', '_');
  }
}
