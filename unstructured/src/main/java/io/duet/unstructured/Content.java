package io.duet.unstructured;

import io.duet.node.Key;
import io.duet.overlay.ContentName;
import org.jspecify.annotations.Nullable;

/** A content that a node offers: by its key, and by its name where it has one. */
public record Content(Key key, @Nullable ContentName name) {

  /** A content without a name. */
  public static Content of(Key key) {
    return new Content(key, null);
  }

  /** A content with a name, from which its key follows. */
  public static Content of(ContentName name) {
    return new Content(name.key(), name);
  }
}
