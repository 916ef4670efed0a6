package io.duet.chord.id;

import io.duet.bounded.Mixing;
import io.duet.node.Key;
import io.duet.node.Peer;
import io.duet.overlay.ContentName;
import io.duet.overlay.Keywords;
import io.duet.wire.Wire;

/**
 * A provider record as members copy it, or a posting: "this peer has a content of this name",
 * stored under the key of one word of the name.
 *
 * @param name the content's name in a posting, empty in a provider record
 * @param secondsLeft whole seconds until it expires
 * @param withdrawn whether its provider has withdrawn it; a withdrawn record stays, so that no
 *     older copy can replace it
 */
public record StoredRecord(
    Key key,
    @Wire.Utf8(max = ContentName.BYTES_MAX) String name,
    Peer provider,
    int secondsLeft,
    boolean withdrawn) {
  /** A provider record. */
  public StoredRecord(Key key, Peer provider, int secondsLeft, boolean withdrawn) {
    this(key, "", provider, secondsLeft, withdrawn);
  }

  /** The key of a word's postings; a content's name cannot equal it, as it has no line end. */
  public static Key ofWord(String word) {
    return Key.ofName(word + "\n");
  }

  /** Whether the name is empty, or valid and contains the word of the key. */
  public boolean isWellFormed() {
    return name.isEmpty()
        || (ContentName.isName(name)
            && Keywords.of(name).list().stream().anyMatch(word -> ofWord(word).equals(key)));
  }

  /** Its place among all records, which does not depend on its age. */
  public RecordPosition place() {
    return new RecordPosition(RingId.of(key), mark());
  }

  private long mark() {
    long mark = mixed(withdrawn ? 1 : 0, key.a());
    mark = mixed(mixed(mixed(mark, key.b()), key.c()), key.d());
    for (int i = 0; i < name.length(); i++) {
      mark = mixed(mark, name.charAt(i));
    }
    for (byte part : provider.id().bytes()) {
      mark = mixed(mark, part);
    }
    return mark;
  }

  /** One step of SplitMix64 (G. Steele et al., OOPSLA 2014). */
  private static long mixed(long mark, long value) {
    return Mixing.mix((mark ^ value) + Mixing.GOLDEN);
  }

  /** The same record, as its provider withdraws it. */
  public StoredRecord asWithdrawn() {
    return new StoredRecord(key, name, provider, secondsLeft, true);
  }

  /** The same record with {@code seconds} left. */
  public StoredRecord with(int seconds) {
    return new StoredRecord(key, name, provider, seconds, withdrawn);
  }
}
