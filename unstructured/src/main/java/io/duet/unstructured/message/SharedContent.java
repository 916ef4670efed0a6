package io.duet.unstructured.message;

import io.duet.node.Key;
import io.duet.overlay.ContentName;
import io.duet.wire.Wire;
import org.jspecify.annotations.Nullable;

/**
 * A content that a node offers: its key, and its name if it has one.
 *
 * @param bytes its size, or {@link #UNSIZED}
 */
public record SharedContent(Key key, @Nullable ContentName name, long bytes) {
  /** The size is unknown. */
  public static final long UNSIZED = -1;

  /** A content without a name. */
  public static SharedContent of(Key key) {
    return new SharedContent(key, null, UNSIZED);
  }

  /** A content with a name, from which its key follows. */
  public static SharedContent of(ContentName name) {
    return of(name, UNSIZED);
  }

  /** A file: a content with a name and a size. */
  public static SharedContent of(ContentName name, long bytes) {
    return new SharedContent(name.key(), name, bytes);
  }

  /** A content on the wire; with a name, the key follows from it and is not sent. */
  sealed interface Sent {
    /** A content without a name. */
    record Keyed(Key key) implements Sent {}

    /** A content with a name, of unknown size. */
    record Named(ContentName name) implements Sent {}

    /** A file. */
    record Sized(ContentName name, @Wire.AtLeast(0) long bytes) implements Sent {}
  }

  @Wire.Form
  Sent sent() {
    if (name == null) {
      return new Sent.Keyed(key);
    }
    return bytes < 0 ? new Sent.Named(name) : new Sent.Sized(name, bytes);
  }

  @Wire.Form
  static SharedContent of(Sent sent) {
    if (sent instanceof Sent.Sized file) {
      return of(file.name, file.bytes);
    }
    return sent instanceof Sent.Named named ? of(named.name) : of(((Sent.Keyed) sent).key);
  }
}
