package io.duet.content;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What tells without reading a file whether it is still the same.
 *
 * @param bytes its size
 * @param modifiedNanos when it was last modified, in nanoseconds since 1970
 * @param fileKey the number that the file system gave to it; empty where there is none
 */
public record FileStamp(long bytes, long modifiedNanos, String fileKey) {
  /**
   * The present stamp of a file.
   *
   * @throws IOException if it cannot be read, or is not a regular file, such as a symbolic link
   */
  public static FileStamp of(Path file) throws IOException {
    BasicFileAttributes attributes =
        Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (!attributes.isRegularFile()) {
      throw new IOException(file + " is not a regular file");
    }
    return of(attributes);
  }

  /** The stamp of the file with these attributes. */
  public static FileStamp of(BasicFileAttributes attributes) {
    return new FileStamp(
        attributes.size(),
        attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS),
        inode(attributes.fileKey()));
  }

  /**
   * The file's own number alone. On Unix a key is {@code (dev=802,ino=17)}, and the device may have
   * another number after a restart of the machine.
   */
  private static String inode(@Nullable Object fileKey) {
    String text = fileKey == null ? "" : fileKey.toString();
    return text.substring(Math.max(0, text.indexOf("ino=")));
  }
}
