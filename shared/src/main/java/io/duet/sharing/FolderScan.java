package io.duet.sharing;

import io.duet.content.FileStamp;
import io.duet.overlay.ContentName;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * The files that may be shared, at one place of a shared folder, with their stamps. A file's name
 * is its path below the folder, with slashes. Links, hidden files, downloads in progress, files
 * with names that cannot travel and unreadable entries are skipped.
 */
final class FolderScan extends FolderWalk {
  /** The largest number of files. */
  static final int FILES_MAX = 200_000;

  /** The largest number of visited entries. */
  static final int SEEN_MAX = 10 * FILES_MAX;

  private static final int DEPTH_MAX = 64;

  private final Path folder;
  private final Set<Path> known;
  private final Map<Path, FileStamp> files = new HashMap<>();

  private FolderScan(Path folder, Set<Path> known, int seenMax) {
    super(folder, seenMax);
    this.folder = folder;
    this.known = known;
  }

  /**
   * Scans one place.
   *
   * @param folder the real path of the shared folder, or of a single shared file
   * @param place the folder itself, or a path below it, which need not exist
   * @param known the files that were found there before; they are kept if they still exist and the
   *     scan ends at a bound
   * @param seenMax the bound on visited entries
   * @throws IOException if the shared folder itself cannot be read
   */
  static FolderScan of(Path folder, Path place, Set<Path> known, int seenMax) throws IOException {
    FolderScan scan = new FolderScan(folder, known, seenMax);
    if (place.equals(folder) || scan.isReachable(place)) {
      scan.walk(place, DEPTH_MAX);
    }
    if (scan.hasEnded()) {
      known.forEach(scan::keep);
    }
    return scan;
  }

  /** Whether a path exists, and no link leads to it. */
  private boolean isReachable(Path place) throws IOException {
    folder.getFileSystem().provider().checkAccess(folder);
    Path above = place.getParent();
    return above != null
        && Files.exists(place, LinkOption.NOFOLLOW_LINKS)
        && above.toRealPath().equals(above);
  }

  private void keep(Path file) {
    try {
      files.putIfAbsent(file, FileStamp.of(file));
    } catch (IOException e) {
      // it is gone
    }
  }

  /** The stamps by path. */
  Map<Path, FileStamp> files() {
    return files;
  }

  @Override
  public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
    if (attributes.isRegularFile() && (known.contains(file) || isShared(file))) {
      files.put(file, FileStamp.of(attributes));
    }
    return files.size() < FILES_MAX ? goOn() : end("at least " + FILES_MAX + " files");
  }

  /** A path that changes when it is written and read again has bytes that are no text. */
  private boolean isShared(Path file) {
    String name = name(file);
    return ContentName.isName(name)
        && !isHidden(name)
        && !name.endsWith(".part")
        && Path.of(file.toString()).equals(file);
  }
}
