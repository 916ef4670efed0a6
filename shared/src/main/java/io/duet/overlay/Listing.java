package io.duet.overlay;

import java.util.List;
import java.util.function.Function;

/**
 * A part of a list of what a node knows.
 *
 * @param table the rows; the cells of a row are in the order of the columns
 * @param first the place of the first row in the whole list, from 0
 * @param total how many rows the whole list has
 */
public record Listing(Status.Table table, int first, int total) {

  /**
   * The part of a list that begins at a place from 0 on, as many rows as a table keeps; only these
   * rows are made, because a list may be long.
   *
   * @param all what the whole list is of, one for each row
   * @param row makes the cells of one
   */
  public static <T> Listing part(
      String title, List<String> columns, List<T> all, int first, Function<T, List<String>> row) {
    int begin = Math.min(first, all.size());
    int end = begin + Math.min(Status.Table.ROWS_MAX, all.size() - begin);
    List<List<String>> rows = all.subList(begin, end).stream().map(row).toList();
    return new Listing(new Status.Table(title, columns, rows), first, all.size());
  }

  /** What can be listed. */
  public enum Of {
    /** Those whom a node serves, or who are its equals: active ones, and those lately gone. */
    PEERS,
    /** The super-peers that a node knows, itself included where it is one. */
    SUPER_PEERS,
    /** The contents that a node knows, and who offers them. */
    RESOURCES
  }
}
