package io.duet.download;

import io.duet.node.Key;
import io.duet.overlay.PiecePublishing;
import io.duet.sharing.Catalogue;
import io.duet.store.StoreException;
import java.lang.System.Logger.Level;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;

/**
 * Tells an overlay which pieces the running downloads of a node have verified. A round looks at all
 * of them, and announces each one that has grown. Complete files are not its concern.
 */
public final class PieceAnnouncer {
  private static final System.Logger LOG = System.getLogger(PieceAnnouncer.class.getName());

  private final Downloads downloads;
  private final Catalogue catalogue;
  private final PiecePublishing overlay;
  private final Executor host;
  private final Map<Key, Integer> announced = new HashMap<>(); // the number of pieces held

  /**
   * The announcer of a node.
   *
   * @param host runs what calls the overlay
   */
  public PieceAnnouncer(
      Downloads downloads, Catalogue catalogue, PiecePublishing overlay, Executor host) {
    this.downloads = downloads;
    this.catalogue = catalogue;
    this.overlay = overlay;
    this.host = host;
  }

  /** Announces what has changed since the last round. */
  public void round() {
    try {
      List<Downloads.Partial> running = downloads.partials();
      Set<Key> ended = new HashSet<>(announced.keySet());
      for (Downloads.Partial partial : running) {
        ended.remove(partial.id());
        grown(partial);
      }
      for (Key id : ended) {
        announced.remove(id);
        announce(id, 0, new BitSet());
      }
    } catch (StoreException e) {
      LOG.log(Level.WARNING, "the catalogue cannot be read", e);
    }
  }

  private void grown(Downloads.Partial partial) throws StoreException {
    int held = partial.held().cardinality();
    Integer before = announced.put(partial.id(), held);
    if (before == null ? held > 0 : held != before) {
      announce(partial.id(), partial.pieces(), partial.held());
    }
  }

  /** A content that is shared as a whole has been announced as such. */
  private void announce(Key id, int pieces, BitSet held) throws StoreException {
    if (catalogue.withId(id).isEmpty()) {
      host.execute(() -> overlay.publish(id, pieces, held));
    }
  }
}
