package io.duet.sharing;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.EnumSet;
import org.jspecify.annotations.Nullable;

/**
 * One walk through a folder, which follows no links. It passes over hidden folders and unreadable
 * entries, and ends at a bound on visited entries.
 */
abstract class FolderWalk extends SimpleFileVisitor<Path> {
  private final Path folder;
  private final int seenMax;
  private @Nullable IOException problem;
  private boolean ended;
  private int seen;

  /** A walk that visits at most {@code seenMax} files and folders. */
  FolderWalk(Path folder, int seenMax) {
    this.folder = folder;
    this.seenMax = seenMax;
  }

  /** Walks from one place, the folder or a path below it. */
  final void walk(Path place, int depthMax) throws IOException {
    Files.walkFileTree(place, EnumSet.noneOf(FileVisitOption.class), depthMax, this);
  }

  /** The name of a path: how it leads on from the folder, with slashes. */
  final String name(Path path) {
    return name(folder, path);
  }

  /** The name of a path, or of a single file that takes the place of the folder. */
  static String name(Path folder, Path path) {
    Path below = path.equals(folder) ? path.getFileName() : folder.relativize(path);
    return below.toString().replace(path.getFileSystem().getSeparator(), "/");
  }

  /** Whether a name, or a folder in it, begins with a dot. */
  static boolean isHidden(String name) {
    return name.startsWith(".") || name.contains("/.");
  }

  /** Whether the walk ended at a bound. */
  final boolean hasEnded() {
    return ended;
  }

  /** Why a part was not visited; null if all was. */
  public final @Nullable IOException problem() {
    return problem;
  }

  @Override
  public final FileVisitResult preVisitDirectory(Path below, BasicFileAttributes attributes) {
    boolean hidden = !below.equals(folder) && isHidden(name(below));
    return hidden ? FileVisitResult.SKIP_SUBTREE : goOn();
  }

  @Override
  public final FileVisitResult visitFileFailed(Path path, IOException e) throws IOException {
    return passOver(path, e);
  }

  @Override
  public final FileVisitResult postVisitDirectory(Path below, @Nullable IOException e)
      throws IOException {
    return e == null ? FileVisitResult.CONTINUE : passOver(below, e);
  }

  private FileVisitResult passOver(Path path, IOException e) throws IOException {
    if (path.equals(folder)) {
      throw e;
    }
    if (!(e instanceof NoSuchFileException)) { // otherwise it was removed during the walk
      problem = e;
    }
    return goOn();
  }

  /** Counts a visited entry, and ends the walk at the bound. */
  final FileVisitResult goOn() {
    return ++seen <= seenMax
        ? FileVisitResult.CONTINUE
        : end("more than " + seenMax + " files and folders");
  }

  /** Ends the walk at a bound, which these words describe. */
  final FileVisitResult end(String bound) {
    ended = true;
    problem = new IOException(bound);
    return FileVisitResult.TERMINATE;
  }
}
