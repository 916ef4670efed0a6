package io.duet.unstructured;

import io.duet.node.Key;
import io.duet.overlay.ContentName;
import org.jspecify.annotations.Nullable;

/**
 * A content that a node offers: by its key, and by its name where it has one.
 *
 * @param bytes its size; {@link #UNSIZED} where that was not told
 */
public record Content(Key key, @Nullable ContentName name, long bytes) {
  /** The size of a content that was not told. */
  public static final long UNSIZED = -1;

  /** A content of a size that was not told. */
  public Content(Key key, @Nullable ContentName name) {
    this(key, name, UNSIZED);
  }

  /** A content without a name. */
  public static Content of(Key key) {
    return new Content(key, null);
  }

  /** A content with a name, from which its key follows. */
  public static Content of(ContentName name) {
    return new Content(name.key(), name);
  }

  /** A file: a content with a name and a size. */
  public static Content of(ContentName name, long bytes) {
    return new Content(name.key(), name, bytes);
  }
}
