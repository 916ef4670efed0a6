package io.duet.page;

import io.duet.content.FileName;
import io.duet.http.BodyReceiver;
import io.duet.sharing.SharedFolders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The folder in which a node keeps the files that were uploaded to it, and which it shares from the
 * first upload on. Uploads in progress are hidden files there.
 */
public final class UploadFolder {
  private static final System.Logger LOG = System.getLogger(UploadFolder.class.getName());
  private static final String UNFINISHED = ".upload";

  private final Path folder;
  private final SharedFolders shared;

  /** Deletes what unfinished uploads of an earlier process left in the folder. */
  public UploadFolder(Path folder, SharedFolders shared) {
    this.folder = folder;
    this.shared = shared;
    if (Files.isDirectory(folder)) {
      deleteUnfinished();
    }
  }

  private void deleteUnfinished() {
    try (DirectoryStream<Path> left = Files.newDirectoryStream(folder, ".*" + UNFINISHED)) {
      for (Path file : left) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      LOG.log(Level.WARNING, "unfinished uploads remain in {0}: {1}", folder, e);
    }
  }

  /**
   * Begins an upload, which replaces the uploaded file of the same name once it is complete.
   *
   * @throws IllegalArgumentException with a readable message, if the name is unsafe or has a slash
   */
  BodyReceiver begin(String name) {
    if (name.contains("/")) {
      throw new IllegalArgumentException("the name of an uploaded file has no slash");
    }
    Path target = new FileName(name).below(folder);
    try {
      Files.createDirectories(folder);
      Path unfinished = Files.createTempFile(folder, ".", UNFINISHED);
      return new UploadedFile(
          unfinished,
          target,
          () -> shared.share(folder).join(),
          () -> Files.getFileStore(folder).getUsableSpace());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
