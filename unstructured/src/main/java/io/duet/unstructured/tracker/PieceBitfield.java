package io.duet.unstructured.tracker;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The pieces of a content that a peer holds; never changed.
 *
 * @param count the number of pieces of the content; 0 if none is held
 */
record PieceBitfield(int count, BitSet held) {
  /** The maximum number of pieces of a content. */
  static final int COUNT_MAX = 1_024;

  /** The maximum number of 64-bit words of a bitfield. */
  static final int WORDS_MAX = COUNT_MAX / Long.SIZE;

  /** The bitfield of a content that a peer does not hold. */
  static final PieceBitfield NONE = new PieceBitfield(0, new BitSet());

  private static final Pattern RANGE = Pattern.compile("(\\d{1,4})-(\\d{1,4})");

  /** The pieces {@code first} to {@code last}, both included, of a content with {@code count}. */
  static PieceBitfield range(int count, int first, int last) {
    BitSet held = new BitSet(count);
    held.set(first, last + 1);
    return new PieceBitfield(count, held);
  }

  /**
   * The pieces of a content with {@code count} that a setting selects.
   *
   * @throws IllegalArgumentException if it is neither {@code all} nor a valid range
   */
  static PieceBitfield of(int count, String heldPieces) {
    Matcher range = RANGE.matcher(heldPieces.equals("all") ? "0-" + (count - 1) : heldPieces);
    int first = range.matches() ? Integer.parseInt(range.group(1)) : count;
    int last = range.matches() ? Integer.parseInt(range.group(2)) : count;
    if (first > last || last >= count) {
      throw new IllegalArgumentException(
          "heldPieces is '%s', but must be all, or a range of the pieces 0 to %d such as 0-%d"
              .formatted(heldPieces, count - 1, (count - 1) / 2));
    }
    return range(count, first, last);
  }

  /**
   * The pieces of a content that a peer has on its disk. Beyond {@link #COUNT_MAX} pieces, a bit
   * stands for a group of pieces of equal number, which is held if all of them are.
   */
  static PieceBitfield of(int pieces, BitSet onDisk) {
    int group = Math.max(1, (pieces + COUNT_MAX - 1) / COUNT_MAX);
    int count = (pieces + group - 1) / group;
    BitSet held = new BitSet(count);
    for (int i = 0; i < count; i++) {
      int end = Math.min(pieces, (i + 1) * group);
      held.set(i, onDisk.nextClearBit(i * group) >= end);
    }
    return held.isEmpty() ? NONE : new PieceBitfield(count, held);
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
    return Arrays.stream(held.toLongArray()).boxed().toList();
  }

  boolean isNone() {
    return count == 0;
  }

  boolean isAll() {
    return count > 0 && held.cardinality() == count;
  }

  /** Adds one to the count of every piece that is held. */
  void addTo(int[] replicas) {
    held.stream().forEach(piece -> replicas[piece]++);
  }

  @Override
  public String toString() {
    return held.cardinality() + " of " + count;
  }
}
