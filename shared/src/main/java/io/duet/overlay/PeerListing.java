package io.duet.overlay;

/** An overlay whose nodes list the peers, super-peers and contents that they know. */
public interface PeerListing {

  /**
   * A page of a list of this node, at most {@value Status.Table#ROWS_MAX} rows.
   *
   * @param first the index of the first row, from 0
   */
  TablePage list(TablePage.Of what, int first);
}
