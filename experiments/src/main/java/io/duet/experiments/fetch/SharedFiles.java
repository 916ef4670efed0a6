package io.duet.experiments.fetch;

import io.duet.cli.FailureException;
import io.duet.content.FileHasher;
import io.duet.content.Manifest;
import io.duet.node.Key;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * The files of a race on sockets, in a temporary folder that is deleted afterwards. All providers
 * of an item share one file, which is made when the item is first asked for; its bytes follow from
 * the seed.
 */
final class SharedFiles implements AutoCloseable {
  private static final double SPACE_SHARE_MAX = 0.8;
  private static final int BUFFER_BYTES = 1 << 16;

  /** A file and what it contains. */
  record Shared(Path file, Manifest manifest) {}

  private final FetchPlan plan;
  private final Path folder;
  private final Map<Integer, Shared> files = new ConcurrentHashMap<>();
  private final Map<Key, Integer> items = new ConcurrentHashMap<>(); // by content id

  SharedFiles(FetchPlan plan) {
    this.plan = plan;
    try {
      folder = Files.createTempDirectory("duet-race");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Makes the files of all items that are searched for.
   *
   * @throws FailureException if the disk has no room for them and for all transfers
   */
  void makeAll() {
    int[] wanted = plan.searched().stream().mapToInt(item -> item).distinct().toArray();
    checkRoom((long) wanted.length + plan.searched().size());
    for (int item : wanted) {
      of(item);
    }
  }

  /**
   * Checks that the disk has room.
   *
   * @param copies the largest number of files that may be made
   * @throws FailureException if they would need more than 80 % of the free space
   */
  private void checkRoom(long copies) {
    long free = folder.toFile().getUsableSpace();
    if (copies * (double) plan.bytes() > SPACE_SHARE_MAX * free) {
      close();
      throw new FailureException(
          "the race may fetch %,d files of %,d bytes, but %s has only %,d bytes free"
              .formatted(copies, plan.bytes(), folder.getParent(), free));
    }
  }

  Path folder() {
    return folder;
  }

  /** The file of an item that is searched for. */
  Shared of(int item) {
    return files.computeIfAbsent(item, this::make);
  }

  /** The item with a content; -1 if no such file was made. */
  int itemOf(Key id) {
    return items.getOrDefault(id, -1);
  }

  private Shared make(int item) {
    Path file = folder.resolve("item-" + item);
    SplittableRandom random = new SplittableRandom(plan.seed() * 1_000_003 + item);
    try (OutputStream out = Files.newOutputStream(file)) {
      byte[] buffer = new byte[BUFFER_BYTES];
      for (long left = plan.bytes(); left > 0; left -= buffer.length) {
        random.nextBytes(buffer);
        out.write(buffer, 0, (int) Math.min(left, buffer.length));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Shared shared = new Shared(file, manifest(file));
    items.put(shared.manifest.id(), item);
    return shared;
  }

  private static Manifest manifest(Path file) {
    try {
      return FileHasher.hash(file, read -> {}).manifest();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Deletes all files. */
  @Override
  public void close() {
    try (Stream<Path> all = Files.walk(folder)) {
      List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
      for (Path path : deepestFirst) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      System.getLogger(SharedFiles.class.getName())
          .log(System.Logger.Level.WARNING, "{0} was not deleted: {1}", folder, e);
    }
  }
}
