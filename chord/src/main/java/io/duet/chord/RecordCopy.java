package io.duet.chord;

import io.duet.node.Key;
import io.duet.node.PeerAddress;

/**
 * A provider record as members copy it.
 *
 * @param secondsLeft whole seconds until it expires
 * @param withdrawn whether its provider has taken it back; such a record is kept so that no copy
 *     that missed this comes back
 */
record RecordCopy(Key key, PeerAddress provider, int secondsLeft, boolean withdrawn) {
  private static final long GOLDEN = 0x9E37_79B9_7F4A_7C15L;

  /** Where it stands among all records, which does not depend on its age. */
  Place place() {
    return new Place(RingId.of(key), mark());
  }

  private long mark() {
    long mark = mixed(withdrawn ? 1 : 0, key.a());
    mark = mixed(mixed(mixed(mark, key.b()), key.c()), key.d());
    return mixed(mixed(mixed(mark, provider.high()), provider.low()), provider.port());
  }

  /** One step of SplitMix64 (G. Steele et al., OOPSLA 2014). */
  private static long mixed(long mark, long value) {
    long mixed = (mark ^ value) + GOLDEN;
    mixed = (mixed ^ mixed >>> 30) * 0xBF58_476D_1CE4_E5B9L;
    mixed = (mixed ^ mixed >>> 27) * 0x94D0_49BB_1331_11EBL;
    return mixed ^ mixed >>> 31;
  }

  /** The same with so many seconds left. */
  RecordCopy with(int seconds) {
    return new RecordCopy(key, provider, seconds, withdrawn);
  }
}
