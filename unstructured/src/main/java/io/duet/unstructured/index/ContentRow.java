package io.duet.unstructured.index;

import io.duet.node.Key;
import io.duet.overlay.ContentName;
import io.duet.unstructured.message.SaltedHash;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Encodes a content as one array of bytes, because an index holds a million of them. Without a name
 * it is a 0 and the key. With a name it is a 1, the salted hash of the key, a quarter of the key,
 * and the name, from which the key follows. Comparing hash and quarter saves computing the key;
 * they tell keys apart like 128 bits, half of which are secret.
 */
final class ContentRow {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final byte WITH_NAME = 1;
  private static final int NAME_AT = 1 + 2 * Long.BYTES;

  private ContentRow() {}

  static byte[] of(long hash, Key key, @Nullable ContentName name) {
    return name == null ? withoutName(key) : withName(hash, key.a(), name);
  }

  private static byte[] withoutName(Key key) {
    byte[] row = new byte[1 + Key.BYTES];
    LONGS.set(row, 1, key.a());
    LONGS.set(row, 9, key.b());
    LONGS.set(row, 17, key.c());
    LONGS.set(row, 25, key.d());
    return row;
  }

  private static byte[] withName(long hash, long quarter, ContentName name) {
    byte[] text = name.text().getBytes(StandardCharsets.UTF_8);
    byte[] row = Arrays.copyOf(new byte[] {WITH_NAME}, NAME_AT + text.length);
    LONGS.set(row, 1, hash);
    LONGS.set(row, 9, quarter);
    System.arraycopy(text, 0, row, NAME_AT, text.length);
    return row;
  }

  static boolean hasName(byte[] row) {
    return row[0] == WITH_NAME;
  }

  /** The text of the name that a row has. */
  static String text(byte[] row) {
    return new String(row, NAME_AT, row.length - NAME_AT, StandardCharsets.UTF_8);
  }

  static Key key(byte[] row) {
    return hasName(row)
        ? Key.ofName(text(row))
        : new Key(at(row, 1), at(row, 9), at(row, 17), at(row, 25));
  }

  static long hash(long salt, byte[] row) {
    return hasName(row) ? at(row, 1) : SaltedHash.of(salt, key(row));
  }

  /** Whether a row is the content with this key, whose salted hash is given. */
  static boolean is(byte[] row, long hash, Key key) {
    return hasName(row)
        ? at(row, 1) == hash && at(row, 9) == key.a()
        : at(row, 1) == key.a() && key(row).equals(key);
  }

  private static long at(byte[] row, int place) {
    return (long) LONGS.get(row, place);
  }
}
