package io.duet.chord;

import io.duet.overlay.Words;

/** Bounds of what one message holds, where no mechanism has a bound of its own. */
final class WireLimits {
  /** At most this many peers stand in one list. */
  static final int PEERS_MAX = 64;

  /** At most this many records are copied by one message. */
  static final int COPIES_MAX = 256;

  private static final int UTF8_BYTES_MAX = 4; // of a letter

  /** At most this many bytes has a word. */
  static final int WORD_BYTES_MAX = Words.CHARS_MAX * UTF8_BYTES_MAX;

  private WireLimits() {}
}
