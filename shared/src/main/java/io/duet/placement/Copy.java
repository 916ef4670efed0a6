package io.duet.placement;

import io.duet.node.Key;
import io.duet.node.Peer;
import java.util.Comparator;

/**
 * A complete copy of a content at a live peer.
 *
 * @param stored whether the peer stores it for another one, and may drop it
 * @param repairs whether the peer counts the copies too; one that only fetched the file does not
 */
public record Copy(Peer peer, boolean stored, boolean repairs) {

  /**
   * The order of the copies of a content, in which every holder decides who acts: users' own files
   * first, then by rendezvous hashing, the hash of content and peer (D. Thaler and C. Ravishankar,
   * "Using name-based mappings to increase hit rates", 1998).
   */
  static Comparator<Copy> order(Key id) {
    return Comparator.comparing(Copy::stored)
        .thenComparing(copy -> Key.ofName(id + " " + copy.peer().id()))
        .thenComparing(Copy::peer);
  }
}
