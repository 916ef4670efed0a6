package io.duet.content;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a content is to be written. If another file has the name, {@code NAME (2).EXT} is taken,
 * and so on up to {@value #NAMES_MAX}.
 *
 * @param file the wanted file, absolute
 * @param manifest the manifest of the content
 */
public record Destination(Path file, Manifest manifest) {
  /** How many names are tried. */
  static final int NAMES_MAX = 999;

  /** So that a name with additions has at most 255 bytes. */
  private static final int NAME_BYTES_MAX = 239;

  private static final Pattern NAME = Pattern.compile("(?s)(.+?)(\\.[A-Za-z0-9]{1,8}|)");

  /** Makes the path absolute. */
  public Destination {
    file = file.toAbsolutePath().normalize();
    if (file.getFileName() == null) {
      throw new IllegalArgumentException(file + " is not the name of a file");
    }
  }

  /** The folder of the file. */
  Path folder() {
    return file.resolveSibling("");
  }

  /** The hidden file beside the destination, which holds the pieces until all have arrived. */
  Path partialFile() {
    String id = manifest.id().toString().substring(0, 8);
    return file.resolveSibling("." + cut(name()) + "." + id + ".part");
  }

  /**
   * The file with this content that is already here, under the wanted name or one derived from it.
   *
   * @throws IOException if a file of the same size cannot be read
   */
  public Optional<Path> existing() throws IOException {
    for (int n = 1; n <= NAMES_MAX && Files.exists(numbered(n), LinkOption.NOFOLLOW_LINKS); n++) {
      if (hasContent(numbered(n))) {
        return Optional.of(numbered(n));
      }
    }
    return Optional.empty();
  }

  /** Moves a complete file to the first name that is free, or that has the content already. */
  Path place(Path complete) throws IOException {
    for (int n = 1; n <= NAMES_MAX; n++) {
      if (moves(complete, numbered(n))) {
        Files.deleteIfExists(complete);
        force(folder());
        return numbered(n);
      }
    }
    throw new IOException(file + " and " + (NAMES_MAX - 1) + " names after it are taken");
  }

  /** A hard link appears at once and replaces nothing, unlike a rename. */
  private boolean moves(Path complete, Path to) throws IOException {
    try {
      Files.createLink(to, complete);
      return true;
    } catch (FileAlreadyExistsException e) {
      return hasContent(to);
    } catch (UnsupportedOperationException | FileSystemException e) {
      return movesWithoutLinks(complete, to);
    }
  }

  private boolean movesWithoutLinks(Path complete, Path to) throws IOException {
    try {
      Files.move(complete, to);
      return true;
    } catch (FileAlreadyExistsException e) {
      return hasContent(to);
    }
  }

  private boolean hasContent(Path there) throws IOException {
    return Files.isRegularFile(there, LinkOption.NOFOLLOW_LINKS)
        && Files.size(there) == manifest.bytes()
        && FileHasher.hash(there, read -> {}).manifest().equals(manifest);
  }

  /** Makes the new name durable, on systems that can force a folder. */
  private static void force(Path folder) {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      // Windows opens no folder, and needs no force
    }
  }

  private Path numbered(int n) {
    Matcher parts = NAME.matcher(name());
    return n == 1 || !parts.matches()
        ? file
        : file.resolveSibling(cut(parts.group(1)) + " (" + n + ")" + parts.group(2));
  }

  private String name() {
    return file.getFileName().toString();
  }

  private static String cut(String name) {
    int end = name.length();
    while (name.substring(0, end).getBytes(StandardCharsets.UTF_8).length > NAME_BYTES_MAX) {
      end = name.offsetByCodePoints(end, -1);
    }
    return name.substring(0, end);
  }
}
