package io.duet.unstructured.tracker;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The pieces of a content that a peer holds, as an immutable bitfield. */
final class PieceBitfield {
  /** The maximum number of pieces of a content. */
  static final int COUNT_MAX = 1_024;

  /** The maximum number of 64-bit words of a bitfield. */
  static final int WORDS_MAX = COUNT_MAX / Long.SIZE;

  /** The bitfield of a content that a peer does not hold. */
  static final PieceBitfield NONE = new PieceBitfield(0, new BitSet());

  private final int count;
  private final BitSet held;

  private PieceBitfield(int count, BitSet held) {
    this.count = count;
    this.held = held;
  }

  /** All pieces of a content; {@code count} is 1 to {@link #COUNT_MAX}. */
  static PieceBitfield all(int count) {
    return range(count, 0, count - 1);
  }

  /** The pieces {@code first} to {@code last}, both included, of a content with {@code count}. */
  static PieceBitfield range(int count, int first, int last) {
    BitSet held = new BitSet(count);
    held.set(first, last + 1);
    return new PieceBitfield(count, held);
  }

  /** A bitfield as a peer sent it; null if it does not fit a content with {@code count} pieces. */
  static @Nullable PieceBitfield ofWords(int count, List<Long> words) {
    BitSet held = BitSet.valueOf(words.stream().mapToLong(Long::longValue).toArray());
    boolean fits = count <= COUNT_MAX && held.length() <= count && words.size() <= WORDS_MAX;
    if (!fits || held.isEmpty() != (count == 0)) {
      return null;
    }
    return count == 0 ? NONE : new PieceBitfield(count, held);
  }

  /** The bitfield, 64 pieces in a word, the first one in the lowest bit. */
  List<Long> words() {
    List<Long> words = new ArrayList<>(1);
    for (long word : held.toLongArray()) {
      words.add(word);
    }
    return words;
  }

  /** The number of pieces of the content; 0 if none is held. */
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
