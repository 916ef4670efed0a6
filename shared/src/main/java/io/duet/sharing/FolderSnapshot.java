package io.duet.sharing;

import io.duet.overlay.ContentName;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.TreeMap;

/**
 * The files below a folder at one time, with their sizes. A file's name is its path below the
 * folder, with slashes. The folder itself may be a symbolic link; links below it, hidden files and
 * unreadable entries are skipped. Bounds: {@link #FILES_MAX} files, {@link #SEEN_MAX} entries
 * visited, {@link #DEPTH_MAX} folders deep.
 */
public final class FolderSnapshot extends FolderWalk {
  /** The largest number of files: the first ones by name among those visited. */
  static final int FILES_MAX = 10_000;

  /** The usual bound on visited entries. */
  static final int SEEN_MAX = 10 * FILES_MAX;

  private static final int DEPTH_MAX = 16;

  private final Path root;
  private final TreeMap<String, Long> sizes = new TreeMap<>();

  private FolderSnapshot(Path root, int seenMax) {
    super(root, seenMax);
    this.root = root;
  }

  /**
   * Scans a folder.
   *
   * @param known the result of the previous scan, by name
   * @param seenMax the bound on visited entries
   * @throws IOException if the folder itself cannot be read
   */
  public static FolderSnapshot in(Path folder, Map<String, Long> known, int seenMax)
      throws IOException {
    FolderSnapshot files = new FolderSnapshot(folder.toRealPath(), seenMax);
    files.walk(files.root, DEPTH_MAX);
    if (files.hasEnded()) {
      files.keep(known);
    }
    return files;
  }

  /**
   * Keeps known files that still exist after an incomplete scan. The order of a scan is undefined,
   * so names would otherwise come and go.
   */
  private void keep(Map<String, Long> known) {
    Map<String, Long> found = new TreeMap<>(sizes);
    sizes.keySet().retainAll(known.keySet());
    known.forEach(this::keep);
    found.forEach(
        (name, bytes) -> {
          if (sizes.size() < FILES_MAX) {
            sizes.put(name, bytes);
          }
        });
  }

  private void keep(String name, long bytes) {
    if (Files.isRegularFile(root.resolve(name), LinkOption.NOFOLLOW_LINKS)) {
      sizes.putIfAbsent(name, bytes);
    }
  }

  /** The files' sizes in bytes by name. */
  public Map<String, Long> sizes() {
    return sizes;
  }

  /** Keeps the first names, so that each scan cuts off the same ones. */
  @Override
  public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) {
    String name = name(path);
    if (attributes.isRegularFile() && ContentName.isName(name) && !isHidden(name)) {
      sizes.put(name, attributes.size());
      if (sizes.size() > FILES_MAX) {
        sizes.pollLastEntry();
      }
    }
    return goOn();
  }
}
