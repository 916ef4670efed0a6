package io.duet.content;

import java.io.IOException;
import java.nio.file.Path;

/** A file was modified, replaced or cut while it was read. */
public final class FileChangedException extends IOException {
  private static final long serialVersionUID = 1;

  /** The file at this path. */
  public FileChangedException(Path file) {
    super(file + " changed while it was read");
  }
}
