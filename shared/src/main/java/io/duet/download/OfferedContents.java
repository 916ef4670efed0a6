package io.duet.download;

import io.duet.content.FileStamp;
import io.duet.content.Manifest;
import io.duet.node.Key;
import io.duet.node.Peer;
import io.duet.overlay.ContentName;
import io.duet.sharing.Catalogue;
import io.duet.sharing.SharedFile;
import io.duet.store.StoreException;
import io.duet.transfer.ContentSource;
import io.duet.transfer.TransferMessage;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a node offers to peers: its shared files, and the verified pieces of its downloads. */
public final class OfferedContents implements ContentSource {
  private static final System.Logger LOG = System.getLogger(OfferedContents.class.getName());

  private final Catalogue catalogue;
  private final Downloads downloads;
  private final AtomicInteger changes = new AtomicInteger();
  private volatile @Nullable WholeContent latest; // a peer asks for one piece after another
  private volatile @Nullable Key absent; // the last one that the catalogue did not have

  public OfferedContents(Catalogue catalogue, Downloads downloads) {
    this.catalogue = catalogue;
    this.downloads = downloads;
  }

  @Override
  public List<TransferMessage.Offer> named(ContentName name) {
    try {
      return catalogue.withName(name).stream()
          .map(file -> new TransferMessage.Offer(file.id(), file.stamp().bytes()))
          .distinct()
          .limit(TransferMessage.CONTENTS_MAX)
          .toList();
    } catch (StoreException e) {
      LOG.log(Level.WARNING, "the catalogue cannot be read", e);
      return List.of();
    }
  }

  @Override
  public @Nullable Manifest manifest(Key id) {
    WholeContent whole = whole(id);
    return whole != null
        ? whole.manifest()
        : downloads.fetching(id).map(ActiveDownload::manifest).orElse(null);
  }

  /** Whether this node has a whole content, not only pieces of it. */
  public boolean hasWhole(Key id) {
    return whole(id) != null;
  }

  private @Nullable WholeContent whole(Key id) {
    WholeContent known = latest;
    if (known != null && known.manifest().id().equals(id)) {
      return known;
    }
    WholeContent found = id.equals(absent) ? null : read(id);
    return found == null ? downloads.finishedFiles().get(id) : found;
  }

  private @Nullable WholeContent read(Key id) {
    try {
      int before = changes.get();
      WholeContent found = catalogued(id);
      if (found == null) {
        absent = id;
      } else {
        latest = found;
      }
      if (changes.get() != before) {
        forget(); // the catalogue has changed meanwhile
      }
      return found;
    } catch (StoreException e) {
      LOG.log(Level.WARNING, "the catalogue cannot be read", e);
      return null;
    }
  }

  private @Nullable WholeContent catalogued(Key id) throws StoreException {
    List<SharedFile> files = catalogue.withId(id);
    Optional<Manifest> manifest = catalogue.manifest(id);
    if (files.isEmpty() || manifest.isEmpty()) {
      return null;
    }
    Map<Path, FileStamp> stamps =
        files.stream().collect(Collectors.toMap(SharedFile::path, SharedFile::stamp));
    return new WholeContent(manifest.get(), stamps);
  }

  private void forget() {
    latest = null;
    absent = null;
  }

  /** Forgets what was read of the catalogue, in which a file of this content has changed. */
  public void changed(Key id) {
    changes.incrementAndGet();
    forget();
    downloads.finishedFiles().remove(id);
  }

  /** Serves the files at a place no longer, although the catalogue may never have had them. */
  public void withdrawn(Path place) {
    downloads.finishedFiles().removeBelow(place);
  }

  @Override
  public @Nullable BitSet held(Key id) {
    WholeContent whole = whole(id);
    if (whole == null) {
      return downloads.fetching(id).map(ActiveDownload::held).orElse(null);
    }
    BitSet all = new BitSet();
    all.set(0, whole.manifest().pieces());
    return all;
  }

  @Override
  public @Nullable Region piece(Key id, int piece) {
    WholeContent whole = whole(id);
    if (whole != null) {
      Path unchanged = whole.unchangedFile();
      return unchanged == null ? null : region(whole.manifest(), unchanged, piece);
    }
    ActiveDownload running = downloads.fetching(id).orElse(null);
    Path file = running == null ? null : running.fileOf(piece);
    Manifest manifest = running == null ? null : running.manifest();
    return file == null || manifest == null ? null : region(manifest, file, piece);
  }

  private static @Nullable Region region(Manifest manifest, Path file, int piece) {
    return piece >= manifest.pieces()
        ? null
        : new Region(file, manifest.start(piece), manifest.pieceBytes(piece));
  }

  @Override
  public int suggested(Key id) {
    WholeContent whole = whole(id);
    return whole == null ? TransferMessage.ANY_PIECE : whole.suggested();
  }

  @Override
  public void watchedBy(Key id, Peer peer) {
    downloads.fetching(id).ifPresent(running -> running.onOthers(List.of(peer)));
  }

  @Override
  public Runnable watch(Key id, IntConsumer onGained) {
    return downloads.fetching(id).map(running -> running.watch(onGained)).orElse(() -> {});
  }
}
