package io.duet.download;

import io.duet.content.FileStamp;
import io.duet.content.Manifest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A complete content with the files that had it when they were hashed. Thread-safe. */
final class WholeContent {
  private final Manifest manifest;
  private final Map<Path, FileStamp> files;
  private final AtomicInteger suggested;

  WholeContent(Manifest manifest, Map<Path, FileStamp> files) {
    this.manifest = manifest;
    this.files = Map.copyOf(files);
    int pieces = Math.max(1, manifest.pieces());
    this.suggested = new AtomicInteger(ThreadLocalRandom.current().nextInt(pieces));
  }

  Manifest manifest() {
    return manifest;
  }

  /** The piece to be sent next if the peer lacks it: each in turn, so that a crowd has all soon. */
  int suggested() {
    return suggested.getAndUpdate(piece -> (piece + 1) % Math.max(1, manifest.pieces()));
  }

  /** A file that is still the one that was hashed, and no link; null if there is none. */
  @Nullable Path unchangedFile() {
    return files.entrySet().stream()
        .filter(file -> isUnchanged(file.getKey(), file.getValue()))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse(null);
  }

  private static boolean isUnchanged(Path file, FileStamp stamp) {
    try {
      return FileStamp.of(file).equals(stamp);
    } catch (IOException e) {
      return false;
    }
  }
}
