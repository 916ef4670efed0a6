package io.duet.overlay;

/**
 * A part of a list of what a node knows.
 *
 * @param table the rows; the cells of a row are in the order of the columns
 * @param first the place of the first row in the whole list, from 0
 * @param total how many rows the whole list has
 */
public record Listing(Status.Table table, int first, int total) {

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
