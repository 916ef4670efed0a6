package io.duet.store;

import io.duet.node.Key;
import java.nio.file.Path;

/**
 * A download that a node was asked for.
 *
 * @param number its number in the table, from 1
 * @param id the content
 * @param name the name under which it was asked for
 * @param destination the wanted file, and once the download is done the actual one
 * @param bytes the size of the content; {@link #UNKNOWN} until the manifest is here, unless a size
 *     was promised
 * @param state how far it is
 * @param error why it failed; otherwise empty
 */
public record Download(
    long number, Key id, String name, Path destination, long bytes, State state, String error) {
  /** The size of a content whose manifest is not here yet. */
  public static final long UNKNOWN = -1;

  /** This download after a failure for this reason. */
  public Download failed(String reason) {
    return new Download(number, id, name, destination, bytes, State.FAILED, reason);
  }

  /** The error for those who may not know where the file is. */
  public String errorWithoutFolder() {
    return error.replace(destination.resolveSibling("") + "/", "");
  }

  /** This download after the user has given it up. */
  public Download cancelled() {
    return new Download(number, id, name, destination, bytes, State.CANCELLED, error);
  }

  /** How far a download is. */
  public enum State {
    /** It goes on, also after a restart of the node. */
    RUNNING,
    /** The user stopped it; its partial file is kept. */
    PAUSED,
    /** The file is complete at its destination. */
    DONE,
    /** It ended with an error; its partial file is kept. */
    FAILED,
    /** The user gave it up; no table has such a download. */
    CANCELLED
  }
}
