package io.duet.daemon;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/**
 * The class path of the processes that tests start: that of the tests without the tests themselves.
 * Folders of classes are packed into jars, as a user has them, because virtual machines can share
 * the classes of jars alone.
 */
final class ProcessClassPath {
  private static final Path TARGET = Path.of("target").toAbsolutePath();
  private static final Path TESTS = TARGET.resolve("test-classes");
  private static final List<Path> ENTRIES =
      Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
          .map(entry -> Path.of(entry).toAbsolutePath())
          .filter(entry -> !entry.equals(TESTS))
          .toList();

  /** A folder for the jars and what is made of them; changed classes have another one. */
  static final Path FOLDER = TARGET.resolve("processes").resolve(stamp());

  private static final String TEXT = text();

  /** What is done while no other virtual machine does the like. */
  interface Making {
    void make() throws IOException, InterruptedException;
  }

  private ProcessClassPath() {}

  static String asText() {
    return TEXT;
  }

  /** Makes a file, once for all virtual machines that run tests at the same time. */
  static void makeOnce(Path made, Making making) {
    try {
      Files.createDirectories(FOLDER);
      Path lock = FOLDER.resolve("lock");
      try (FileChannel file =
              FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          var held = file.lock()) {
        if (!Files.exists(made)) {
          making.make();
        }
        held.release();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Removes what was made of other classes. */
  static void removeOlder() throws IOException {
    try (Stream<Path> all = Files.walk(FOLDER.getParent())) {
      Predicate<Path> kept = path -> path.startsWith(FOLDER) || FOLDER.startsWith(path);
      for (Path each : all.filter(kept.negate()).sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }

  private static String text() {
    List<Path> jars = new ArrayList<>();
    for (Path entry : ENTRIES) {
      jars.add(Files.isDirectory(entry) ? packed(entry, jars.size()) : entry);
    }
    return jars.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
  }

  private static Path packed(Path classes, int number) {
    Path jar = FOLDER.resolve("classes-" + number + ".jar");
    makeOnce(jar, () -> pack(classes, FOLDER.resolve("unfinished.jar"), jar));
    return jar;
  }

  private static void pack(Path classes, Path unfinished, Path jar) throws IOException {
    Files.deleteIfExists(unfinished);
    URI uri = URI.create("jar:" + unfinished.toUri());
    try (FileSystem inside =
            FileSystems.newFileSystem(
                uri, Map.of("create", "true", "compressionMethod", "STORED"));
        Stream<Path> all = Files.walk(classes)) {
      for (Path each : (Iterable<Path>) all.filter(path -> !path.equals(classes))::iterator) {
        Files.copy(each, inside.getPath(classes.relativize(each).toString()));
      }
    }
    Files.move(unfinished, jar);
  }

  /** A number that follows from Java's version and the sizes and times of all classes. */
  private static String stamp() {
    CRC32 stamp = new CRC32();
    stamp.update(System.getProperty("java.vm.version").getBytes(UTF_8));
    for (Path entry : ENTRIES) {
      try (Stream<Path> files = Files.walk(entry)) {
        for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile).sorted()::iterator) {
          stamp.update((file + " " + Files.size(file)).getBytes(UTF_8));
          stamp.update(Files.getLastModifiedTime(file).toString().getBytes(UTF_8));
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return Long.toHexString(stamp.getValue());
  }
}
