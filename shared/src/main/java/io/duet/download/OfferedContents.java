package io.duet.download;

import io.duet.content.FileStamp;
import io.duet.content.Manifest;
import io.duet.content.PartialFile;
import io.duet.node.Key;
import io.duet.overlay.ContentName;
import io.duet.sharing.Catalogue;
import io.duet.sharing.SharedFile;
import io.duet.store.StoreException;
import io.duet.transfer.ContentSource;
import io.duet.transfer.TransferMessage;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** What a node offers to peers: its shared files, and the verified pieces of its downloads. */
public final class OfferedContents implements ContentSource {
  private static final System.Logger LOG = System.getLogger(OfferedContents.class.getName());

  /** A content with the files that had it when the catalogue was read. */
  private record Whole(Manifest manifest, List<SharedFile> files) {

    /** A file that is still the one that was hashed, and no link; null if there is none. */
    @Nullable Path unchangedFile() {
      return files.stream()
          .filter(Whole::isUnchanged)
          .map(SharedFile::path)
          .findFirst()
          .orElse(null);
    }

    private static boolean isUnchanged(SharedFile file) {
      try {
        return FileStamp.of(file.path()).equals(file.stamp());
      } catch (IOException e) {
        return false;
      }
    }
  }

  private final Catalogue catalogue;
  private final Downloads downloads;
  private final AtomicInteger changes = new AtomicInteger();
  private volatile @Nullable Whole latest; // a peer asks for one piece after another

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
    Whole whole = whole(id);
    return whole != null
        ? whole.manifest
        : downloads.fetching(id).map(ActiveDownload::manifest).orElse(null);
  }

  private @Nullable Whole whole(Key id) {
    Whole known = latest;
    if (known != null && known.manifest.id().equals(id)) {
      return known;
    }
    try {
      int before = changes.get();
      List<SharedFile> files = catalogue.withId(id);
      Optional<Manifest> manifest = catalogue.manifest(id);
      if (files.isEmpty() || manifest.isEmpty()) {
        return null;
      }
      Whole found = new Whole(manifest.get(), files);
      latest = found;
      if (changes.get() != before) {
        latest = null; // the catalogue has changed meanwhile
      }
      return found;
    } catch (StoreException e) {
      LOG.log(Level.WARNING, "the catalogue cannot be read", e);
      return null;
    }
  }

  /** Forgets what was read of the catalogue, which has changed. */
  public void changed() {
    changes.incrementAndGet();
    latest = null;
  }

  @Override
  public @Nullable BitSet held(Key id) {
    Whole whole = whole(id);
    if (whole == null) {
      return downloads.fetching(id).map(ActiveDownload::held).orElse(null);
    }
    BitSet all = new BitSet();
    all.set(0, whole.manifest.pieces());
    return all;
  }

  @Override
  public @Nullable Region piece(Key id, int piece) {
    Whole whole = whole(id);
    if (whole != null) {
      Path unchanged = whole.unchangedFile();
      return unchanged == null ? null : region(whole.manifest, unchanged, piece);
    }
    ActiveDownload running = downloads.fetching(id).orElse(null);
    PartialFile file = running == null ? null : running.file();
    Manifest manifest = running == null ? null : running.manifest();
    return file == null || manifest == null || piece >= manifest.pieces() || !file.isComplete(piece)
        ? null
        : region(manifest, file.path(), piece);
  }

  private static @Nullable Region region(Manifest manifest, Path file, int piece) {
    return piece >= manifest.pieces()
        ? null
        : new Region(file, manifest.start(piece), manifest.pieceBytes(piece));
  }

  @Override
  public Runnable watch(Key id, IntConsumer onGained) {
    return downloads.fetching(id).map(running -> running.watch(onGained)).orElse(() -> {});
  }
}
