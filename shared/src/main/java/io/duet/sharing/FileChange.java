package io.duet.sharing;

/** What became different in the files that a node shares. */
public sealed interface FileChange {
  /** The file, as it is now or was before its removal. */
  SharedFile file();

  /** A file is shared that was not. */
  record Added(SharedFile file) implements FileChange {}

  /** A shared file was modified; its content may be the same. */
  record Changed(SharedFile before, SharedFile file) implements FileChange {}

  /** A file is no longer shared. */
  record Removed(SharedFile file) implements FileChange {}
}
