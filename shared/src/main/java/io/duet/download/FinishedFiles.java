package io.duet.download;

import io.duet.content.FileStamp;
import io.duet.content.Manifest;
import io.duet.node.Key;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Files of downloads that have just finished, at most {@value #FILES_MAX}. They are served until
 * the catalogue has them, or for {@value #SECONDS_MAX} s, so that peers do not lose a provider when
 * it has got the last piece. Thread-safe.
 */
final class FinishedFiles {
  private static final int FILES_MAX = 64;
  private static final int SECONDS_MAX = 60;

  private record Finished(WholeContent content, Path file, long nanos) {
    boolean isOld() {
      return System.nanoTime() - nanos > TimeUnit.SECONDS.toNanos(SECONDS_MAX);
    }
  }

  private final Map<Key, Finished> files = new LinkedHashMap<>();

  /** Adds a file whose bytes were verified. */
  synchronized void add(Manifest manifest, Path file) {
    try {
      var stamped = Map.of(file, FileStamp.of(file));
      files.put(
          manifest.id(),
          new Finished(new WholeContent(manifest, stamped), file, System.nanoTime()));
    } catch (IOException e) {
      return; // it was moved already
    }
    if (files.size() > FILES_MAX) {
      files.remove(files.keySet().iterator().next());
    }
  }

  /** The content; null if it is not among them. */
  synchronized @Nullable WholeContent get(Key id) {
    files.values().removeIf(Finished::isOld);
    Finished found = files.get(id);
    return found == null ? null : found.content;
  }

  /** Forgets the files at a place, which are shared no longer. */
  synchronized void removeBelow(Path place) {
    files.values().removeIf(finished -> finished.file.startsWith(place));
  }

  /** Forgets a content, which is shared now or no longer. */
  synchronized void remove(Key id) {
    files.remove(id);
  }
}
