package io.duet.unstructured.index;

import io.duet.node.Key;
import io.duet.overlay.ContentName;
import io.duet.unstructured.message.SaltedHash;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Maps keys to numbers, and numbers to contents as {@link ContentRow}s. */
final class ContentTable {
  static final int NONE = -1;

  private final long salt;
  private final NumberedPool<Object> rows = new NumberedPool<>();
  private final HashSlots slots = new HashSlots(); // a content's number plus 1

  ContentTable(long salt) {
    this.salt = salt;
  }

  int size() {
    return rows.size();
  }

  /** The row of a content. */
  Object get(int number) {
    return rows.get(number);
  }

  /** All rows, in the order of their numbers. */
  Stream<Object> rows() {
    return rows.stream();
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
    while (slots.number(slot) != 0 && !ContentRow.is(get(slots.number(slot) - 1), key)) {
      slot = slots.next(slot);
    }
    return slot;
  }

  /** Adds a new content and returns its number. */
  int add(Key key, @Nullable ContentName name) {
    int number = rows.add(ContentRow.of(key, name));
    slots.add(hash(key), number + 1);
    return number;
  }

  /** Sets or removes the name of a content. */
  void rename(int number, Key key, @Nullable ContentName name) {
    rows.set(number, ContentRow.of(key, name));
  }

  void remove(Key key) {
    int slot = slot(key);
    rows.remove(slots.number(slot) - 1);
    slots.remove(slot);
  }
}
