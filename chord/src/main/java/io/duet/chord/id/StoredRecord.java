package io.duet.chord.id;

import io.duet.bounded.Mixing;
import io.duet.node.Key;
import io.duet.node.PeerAddress;
import io.duet.overlay.ContentName;
import io.duet.overlay.Keywords;
import io.duet.wire.Wire;

/**
 * A provider record as members copy it, or a posting: "this peer has a content of this name", kept
 * under the key of one of the name's words.
 *
 * @param name the content's name in a posting, and empty in a provider record
 * @param secondsLeft whole seconds until it expires
 * @param withdrawn whether its provider has taken it back; such a record is kept so that no copy
 *     that missed this comes back
 */
public record StoredRecord(
    Key key,
    @Wire.Utf8(max = ContentName.BYTES_MAX) String name,
    PeerAddress provider,
    int secondsLeft,
    boolean withdrawn) {
  /** A provider record. */
  public StoredRecord(Key key, PeerAddress provider, int secondsLeft, boolean withdrawn) {
    this(key, "", provider, secondsLeft, withdrawn);
  }

  /** The key under which the postings of a word are kept; no content's name has a line end. */
  public static Key ofWord(String word) {
    return Key.ofName(word + "\n");
  }

  /** Whether its name, if it has one, is such and has the word that its key is of. */
  public boolean isWellFormed() {
    return name.isEmpty()
        || (ContentName.isName(name)
            && Keywords.of(name).list().stream().anyMatch(word -> ofWord(word).equals(key)));
  }

  /** Where it stands among all records, which does not depend on its age. */
  public RecordPosition place() {
    return new RecordPosition(RingId.of(key), mark());
  }

  private long mark() {
    long mark = mixed(withdrawn ? 1 : 0, key.a());
    mark = mixed(mixed(mixed(mark, key.b()), key.c()), key.d());
    for (int i = 0; i < name.length(); i++) {
      mark = mixed(mark, name.charAt(i));
    }
    return mixed(mixed(mixed(mark, provider.high()), provider.low()), provider.port());
  }

  /** One step of SplitMix64 (G. Steele et al., OOPSLA 2014). */
  private static long mixed(long mark, long value) {
    return Mixing.mix((mark ^ value) + Mixing.GOLDEN);
  }

  /** The same with so many seconds left. */
  public StoredRecord with(int seconds) {
    return new StoredRecord(key, name, provider, seconds, withdrawn);
  }
}
