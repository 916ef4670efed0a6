package io.duet.overlay;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The status of a node, in a form common to all overlays.
 *
 * @param health a few words such as "healthy" or "no predecessor"
 * @param sections facts and tables, in reading order
 */
public record Status(String health, List<Section> sections) {

  /** A part of a status with a title. */
  public sealed interface Section {
    /** The title, in lower case. */
    String title();
  }

  /**
   * Values by name.
   *
   * @param values texts, whole numbers or truth values, in their order
   */
  public record Facts(String title, Map<String, Object> values) implements Section {

    /** No values yet. */
    public static Facts of(String title) {
      return new Facts(title, new LinkedHashMap<>());
    }

    /** These values and one more; this object stays as it is. */
    public Facts with(String name, Object value) {
      Map<String, Object> more = new LinkedHashMap<>(values);
      more.put(name, value);
      return new Facts(title, Collections.unmodifiableMap(more));
    }
  }

  /**
   * Rows of cells.
   *
   * @param columns the columns' names
   * @param rows a cell for each column, a text or a number, and an empty text where nothing is
   *     known; at most {@value #ROWS_MAX} rows are shown
   */
  public record Table(String title, List<String> columns, List<List<?>> rows) implements Section {

    /** The largest number of rows kept; facts give the total. */
    public static final int ROWS_MAX = 256;

    /** Keeps the first rows. */
    public Table {
      rows = List.copyOf(rows.subList(0, Math.min(ROWS_MAX, rows.size())));
    }
  }

  /** A status without sections. */
  public static Status of(String health) {
    return new Status(health, List.of());
  }

  /** This status with one more section at its end; this object stays as it is. */
  public Status with(Section section) {
    List<Section> more = new ArrayList<>(sections);
    more.add(section);
    return new Status(health, List.copyOf(more));
  }
}
