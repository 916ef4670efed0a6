package io.duet.unstructured.index;

import io.duet.node.Key;
import io.duet.overlay.ContentName;
import io.duet.unstructured.message.SaltedHash;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Maps keys to numbers, and numbers to contents, each in one object, because an index holds a
 * million of them. Without a name it is the key. With a name it is an array of a quarter of the key
 * and the name, from which the key follows. Comparing the quarter saves computing the key; with 32
 * bits of the key's salted hash, it tells keys apart like 96 bits, a third of which are secret.
 */
final class ContentTable {
  static final int NONE = -1;

  private final long salt;
  private final NumberedPool<Object> rows = new NumberedPool<>(); // Key, or byte[] with a name
  private final HashSlots slots = new HashSlots(); // a content's number plus 1

  ContentTable(long salt) {
    this.salt = salt;
  }

  int size() {
    return rows.size();
  }

  /** The numbers of all contents, in ascending order. */
  IntStream numbers() {
    return rows.numbers();
  }

  /** Whether a content has a name. */
  boolean hasName(int number) {
    return rows.get(number) instanceof byte[];
  }

  /** The text of the name that a content has. */
  String text(int number) {
    byte[] row = (byte[]) rows.get(number);
    return new String(row, Long.BYTES, row.length - Long.BYTES, StandardCharsets.UTF_8);
  }

  Key key(int number) {
    return rows.get(number) instanceof Key key ? key : Key.ofName(text(number));
  }

  private static Object row(Key key, @Nullable ContentName name) {
    if (name == null) {
      return key;
    }
    byte[] text = name.text().getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(Long.BYTES + text.length).putLong(key.a()).put(text).array();
  }

  private static boolean isRowOf(Key key, Object row) {
    return row instanceof byte[] named
        ? ByteBuffer.wrap(named).getLong() == key.a()
        : row.equals(key);
  }

  private int hash(Key key) {
    return (int) SaltedHash.of(salt, key);
  }

  /** The number of the content with this key, or {@link #NONE}. */
  int find(Key key) {
    return slots.number(slot(key)) - 1;
  }

  private int slot(Key key) {
    int slot = slots.first(hash(key));
    while (slots.number(slot) != 0 && !isRowOf(key, rows.get(slots.number(slot) - 1))) {
      slot = slots.next(slot);
    }
    return slot;
  }

  /** Adds a new content and returns its number. */
  int add(Key key, @Nullable ContentName name) {
    int number = rows.add(row(key, name));
    slots.add(hash(key), number + 1);
    return number;
  }

  /** Sets or removes the name of a content. */
  void rename(int number, Key key, @Nullable ContentName name) {
    rows.set(number, row(key, name));
  }

  void remove(Key key) {
    int slot = slot(key);
    rows.remove(slots.number(slot) - 1);
    slots.remove(slot);
  }
}
