package io.duet.unstructured.index;

import io.duet.node.Key;
import io.duet.overlay.ContentName;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Encodes a content in one object, because an index holds a million of them. Without a name it is
 * the key. With a name it is an array of a quarter of the key and the name, from which the key
 * follows. Comparing the quarter saves computing the key; with the salted hash by which {@link
 * ContentTable} finds a row, it tells keys apart like 96 bits, a third of which are secret.
 */
final class ContentRow {
  private ContentRow() {}

  static Object of(Key key, @Nullable ContentName name) {
    if (name == null) {
      return key;
    }
    byte[] text = name.text().getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(Long.BYTES + text.length).putLong(key.a()).put(text).array();
  }

  static boolean hasName(Object row) {
    return row instanceof byte[];
  }

  /** The text of the name that a row has. */
  static String text(Object row) {
    byte[] bytes = (byte[]) row;
    return new String(bytes, Long.BYTES, bytes.length - Long.BYTES, StandardCharsets.UTF_8);
  }

  static Key key(Object row) {
    return row instanceof Key key ? key : Key.ofName(text(row));
  }

  /** Whether a row with the salted hash of this key is the content with this key. */
  static boolean is(Object row, Key key) {
    return row instanceof byte[] bytes
        ? ByteBuffer.wrap(bytes).getLong() == key.a()
        : row.equals(key);
  }
}
