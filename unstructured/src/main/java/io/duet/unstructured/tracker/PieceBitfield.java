package io.duet.unstructured.tracker;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which of a content's pieces a peer holds, as a bitmap; never changed once made. */
final class PieceBitfield {
  /** A content has at most this many pieces. */
  static final int COUNT_MAX = 1_024;

  /** At most this many words of 64 bits make a bitmap. */
  static final int WORDS_MAX = COUNT_MAX / Long.SIZE;

  /** No pieces of no content: what a peer has of contents that it does not hold. */
  static final PieceBitfield NONE = new PieceBitfield(0, new BitSet());

  private final int count;
  private final BitSet held;

  private PieceBitfield(int count, BitSet held) {
    this.count = count;
    this.held = held;
  }

  /** All pieces of a content that has so many, 1 to {@link #COUNT_MAX}. */
  static PieceBitfield all(int count) {
    return range(count, 0, count - 1);
  }

  /** The pieces with these numbers, both included, of a content that has so many. */
  static PieceBitfield range(int count, int first, int last) {
    BitSet held = new BitSet(count);
    held.set(first, last + 1);
    return new PieceBitfield(count, held);
  }

  /** What a peer says that it holds; null when that is no bitmap of so many pieces. */
  static @Nullable PieceBitfield ofWords(int count, List<Long> words) {
    BitSet held = BitSet.valueOf(words.stream().mapToLong(Long::longValue).toArray());
    boolean fits = count <= COUNT_MAX && held.length() <= count && words.size() <= WORDS_MAX;
    if (!fits || held.isEmpty() != (count == 0)) {
      return null;
    }
    return count == 0 ? NONE : new PieceBitfield(count, held);
  }

  /** The bitmap, 64 pieces in a word, the first one lowest. */
  List<Long> words() {
    List<Long> words = new ArrayList<>(1);
    for (long word : held.toLongArray()) {
      words.add(word);
    }
    return words;
  }

  /** How many pieces the content has; 0 when none of it is held. */
  int count() {
    return count;
  }

  boolean isNone() {
    return count == 0;
  }

  boolean isAll() {
    return held.cardinality() == count;
  }

  /** Adds one to the count of every piece that is held. */
  void addTo(int[] replicas) {
    for (int piece = held.nextSetBit(0); piece >= 0; piece = held.nextSetBit(piece + 1)) {
      replicas[piece]++;
    }
  }

  @Override
  public String toString() {
    return held.cardinality() + " of " + count;
  }
}
