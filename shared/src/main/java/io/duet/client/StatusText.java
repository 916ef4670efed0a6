package io.duet.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Formats a status from {@code StatusJson} for the terminal. */
public final class StatusText {
  private final StringBuilder text = new StringBuilder();

  private StatusText() {}

  public static String of(JsonNode status) {
    StatusText text = new StatusText();
    status.properties().forEach(section -> text.section(section.getKey(), section.getValue()));
    return text.text.toString();
  }

  /** A table without its title; an empty text if it has no rows. */
  static String table(JsonNode rows) {
    StatusText text = new StatusText();
    if (!rows.isEmpty()) {
      text.table(withHead(rows));
    }
    return rows.isEmpty() ? "" : text.text.toString().stripTrailing().stripIndent() + "\n";
  }

  private void section(String name, JsonNode content) {
    if (content.isObject()) {
      title(name);
      List<List<String>> rows = new ArrayList<>();
      content
          .properties()
          .forEach(f -> rows.add(List.of(words(f.getKey()), f.getValue().asText())));
      table(rows);
    } else if (!content.isArray()) {
      text.append(words(name)).append(": ").append(content.asText()).append('\n');
    } else if (!content.isEmpty()) {
      title(name);
      table(withHead(content));
    }
  }

  private void title(String name) {
    text.append('\n').append(words(name)).append('\n');
  }

  private static List<List<String>> withHead(JsonNode objects) {
    List<List<String>> rows = new ArrayList<>();
    List<String> head = new ArrayList<>();
    objects.get(0).fieldNames().forEachRemaining(name -> head.add(words(name)));
    rows.add(head);
    for (JsonNode object : objects) {
      List<String> cells = new ArrayList<>();
      object.elements().forEachRemaining(cell -> cells.add(cell.asText()));
      rows.add(cells);
    }
    return rows;
  }

  private void table(List<List<String>> rows) {
    List<Integer> widths = widths(rows);
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      Iterator<Integer> width = widths.iterator();
      row.forEach(cell -> line.append("  ").append(padded(cell, width.next())));
      text.append(line.toString().stripTrailing()).append('\n');
    }
  }

  private static List<Integer> widths(List<List<String>> rows) {
    List<Integer> widths = new ArrayList<>();
    for (int column = 0; column < rows.get(0).size(); column++) {
      int place = column;
      widths.add(rows.stream().mapToInt(row -> row.get(place).length()).max().orElse(0));
    }
    return widths;
  }

  private static String padded(String cell, int width) {
    return cell + " ".repeat(width - cell.length());
  }

  private static String words(String name) {
    return name.replace('_', ' ');
  }
}
