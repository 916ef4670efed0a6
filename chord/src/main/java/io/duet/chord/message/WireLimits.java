package io.duet.chord.message;

import io.duet.overlay.Keywords;

/**
 * Bounds of the lists and texts in {@link ChordMessage}: senders stay within them, receivers refuse
 * longer ones.
 */
public final class WireLimits {
  /** Peers in a successor list, and in a list of next hops. */
  public static final int PEERS_MAX = 64;

  /** Rumors in one message. */
  public static final int RUMORS_MAX = 32;

  /** Location table entries in one reply. */
  public static final int SIGHTINGS_MAX = 64;

  /** Parts of a range whose digests are compared at once: one bit of an int each. */
  public static final int PARTS_MAX = 16;

  /** Marks of records in one message: one bit of an int each. */
  public static final int MARKS_MAX = 32;

  /** Records that a provider stores or withdraws with one message: one bit of an int each. */
  public static final int RECORDS_MAX = 32;

  /** Copies of records in one message. */
  public static final int COPIES_MAX = 256;

  private static final int UTF8_BYTES_MAX = 4; // of a character

  /** UTF-8 bytes of a word. */
  static final int WORD_BYTES_MAX = Keywords.CHARS_MAX * UTF8_BYTES_MAX;

  private WireLimits() {}
}
