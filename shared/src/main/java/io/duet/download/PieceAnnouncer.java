package io.duet.download;

import io.duet.node.Key;
import io.duet.overlay.PiecePublishing;
import io.duet.sharing.Catalogue;
import io.duet.store.StoreException;
import java.lang.System.Logger.Level;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * Tells an overlay which pieces the running downloads of a node have verified. A round looks at all
 * of them, and announces each one that has grown. Complete files are not its concern.
 */
public final class PieceAnnouncer {
  private static final System.Logger LOG = System.getLogger(PieceAnnouncer.class.getName());

  private final Supplier<List<Downloads.Partial>> running;
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
    this(downloads::partials, catalogue, overlay, host);
  }

  /** The same for downloads that say what they have, one for each content. */
  PieceAnnouncer(
      Supplier<List<Downloads.Partial>> running,
      Catalogue catalogue,
      PiecePublishing overlay,
      Executor host) {
    this.running = running;
    this.catalogue = catalogue;
    this.overlay = overlay;
    this.host = host;
  }

  /** Announces what has changed since the last round. */
  public void round() {
    try {
      Map<Key, Integer> ended = new HashMap<>(announced);
      for (Downloads.Partial partial : running.get()) {
        ended.remove(partial.id());
        grown(partial);
      }
      for (Map.Entry<Key, Integer> each : ended.entrySet()) {
        announced.remove(each.getKey());
        if (each.getValue() > 0) {
          announce(each.getKey(), 0, new BitSet());
        }
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
