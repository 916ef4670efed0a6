package io.duet.page;

import io.duet.content.FileName;
import io.duet.sharing.SharedFolders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The folder for contents that are fetched without a destination. A node shares it from the first
 * such content on.
 *
 * @param path an absolute path
 */
public record DownloadFolder(Path path, SharedFolders shared) {

  /**
   * The file for a content in this folder, named by the last part of the content's name.
   *
   * @throws IllegalArgumentException with a readable message, if that name is unsafe
   * @throws IOException if the folder cannot be created or shared
   */
  public Path fileFor(String name) throws IOException {
    FileName last = new FileName(name.substring(name.lastIndexOf('/') + 1));
    Files.createDirectories(path);
    shared.share(path).join();
    return last.below(path);
  }

  /** Whether a file is in this folder, and so shared with it. */
  public boolean contains(Path file) {
    return file.startsWith(path);
  }
}
