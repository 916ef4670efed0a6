package io.duet.overlay;

/** An overlay whose nodes list the peers, super-peers and contents that they know. */
public interface PeerListing {

  /**
   * A part of a list, at most {@value Status.Table#ROWS_MAX} rows.
   *
   * @param first the place of the first row, from 0
   */
  Listing list(Listing.Of what, int first);
}
