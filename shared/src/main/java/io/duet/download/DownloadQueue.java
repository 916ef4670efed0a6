package io.duet.download;

import io.duet.store.Download;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The downloads that wait for one of {@value #ACTIVE_MAX} places. Those that other peers asked for
 * come last, and take at most {@value #FOR_OTHERS_MAX} places, so that strangers do not keep the
 * user's downloads waiting. Not thread-safe.
 */
final class DownloadQueue {
  /** The number of downloads that fetch at the same time. */
  static final int ACTIVE_MAX = 16;

  /** Of these, the most that other peers asked for. */
  static final int FOR_OTHERS_MAX = 8;

  private final Deque<Download> own = new ArrayDeque<>();
  private final Deque<Download> forOthers = new ArrayDeque<>();
  private Predicate<Download> isForOthers = download -> false;

  /** Tells the downloads for others apart, from now on. */
  void forOthers(Predicate<Download> condition) {
    isForOthers = condition;
  }

  void add(Download download) {
    (isForOthers.test(download) ? forOthers : own).add(download);
  }

  boolean contains(long number) {
    return Stream.concat(own.stream(), forOthers.stream())
        .anyMatch(download -> download.number() == number);
  }

  void remove(long number) {
    own.removeIf(download -> download.number() == number);
    forOthers.removeIf(download -> download.number() == number);
  }

  void clear() {
    own.clear();
    forOthers.clear();
  }

  /** Removes the download that is next, while these are running; null if none gets a place. */
  @Nullable Download next(Collection<Download> running) {
    if (running.size() >= ACTIVE_MAX) {
      return null;
    }
    boolean room = running.stream().filter(isForOthers).count() < FOR_OTHERS_MAX;
    return own.isEmpty() && room ? forOthers.poll() : own.poll();
  }

  /** Whether one that waits could take the place of a running one. */
  boolean wants(Download running) {
    return !own.isEmpty() || (!forOthers.isEmpty() && isForOthers.test(running));
  }
}
