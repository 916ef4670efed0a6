package io.duet.overlay;

import java.util.List;
import java.util.function.Function;

/**
 * A page of a list from a node.
 *
 * @param table the rows; the cells of a row are in the order of the columns
 * @param first the index of the first row in the whole list, from 0
 * @param total the number of rows of the whole list
 */
public record TablePage(Status.Table table, int first, int total) {

  /**
   * The page that begins at this index, with at most {@value Status.Table#ROWS_MAX} rows; only
   * these rows are created, because a list may be long.
   *
   * @param all the items of the whole list, one per row
   * @param row creates the cells of an item
   */
  public static <T> TablePage part(
      String title, List<String> columns, List<T> all, int first, Function<T, List<?>> row) {
    int begin = Math.min(first, all.size());
    int end = begin + Math.min(Status.Table.ROWS_MAX, all.size() - begin);
    List<List<?>> rows = all.subList(begin, end).stream().<List<?>>map(row).toList();
    return new TablePage(new Status.Table(title, columns, rows), first, all.size());
  }

  /** The lists of a node. */
  public enum Of {
    /** The leaves or neighbors of a node: active ones, and recently departed ones. */
    PEERS,
    /** The super-peers that a node knows, itself included if it is one. */
    SUPER_PEERS,
    /** The contents that a node knows, with their providers. */
    RESOURCES
  }
}
