package io.duet.content;

import static io.duet.content.Manifest.PIECE_BYTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.duet.node.Key;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestTest {
  private static byte[] sha256(byte[] bytes) {
    return Sha256.digest().digest(bytes);
  }

  @Test
  void emptyContent_hasNoPieces() {
    Manifest empty = new Manifest(0, new byte[0]);
    assertThat(empty.pieces()).isZero();
    assertThat(empty.toBytes()).isEqualTo(new byte[8]);
    assertThat(empty.id()).isEqualTo(Key.of(sha256(new byte[8])));
  }

  @Test
  void id_isTheHashOfSizeAndHashes() {
    byte[] hash = sha256(new byte[] {'a', 'b', 'c'});
    Manifest abc = new Manifest(3, hash);
    byte[] written = ByteBuffer.allocate(40).putLong(3).put(hash).array();
    assertThat(abc.toBytes()).isEqualTo(written);
    assertThat(abc.id()).isEqualTo(Key.of(sha256(written)));
  }

  /** Two whole pieces, and a third one of one byte. */
  @Test
  void lastPiece_isShorter() {
    Manifest three = new Manifest(2 * PIECE_BYTES + 1, new byte[3 * 32]);
    assertThat(three.pieces()).isEqualTo(3);
    assertThat(three.pieceBytes(1)).isEqualTo(PIECE_BYTES);
    assertThat(three.pieceBytes(2)).isEqualTo(1);
    assertThat(three.start(2)).isEqualTo(2 * PIECE_BYTES);
    assertThatThrownBy(() -> three.pieceBytes(3)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> three.pieceBytes(-1)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, PIECE_BYTES - 1, PIECE_BYTES})
  void onePiece_isEnoughForOneMebibyte(long bytes) {
    assertThat(Manifest.piecesOf(bytes)).isEqualTo(1);
    assertThat(new Manifest(bytes, new byte[32]).pieceBytes(0)).isEqualTo((int) bytes);
  }

  @Test
  void largestSize_isTwoTebibytes() {
    assertThat(Manifest.piecesOf(Manifest.BYTES_MAX)).isEqualTo(Manifest.PIECES_MAX);
    assertThatThrownBy(() -> Manifest.piecesOf(Manifest.BYTES_MAX + 1))
        .hasMessageStartingWith("a content has 0 to 2,199,023,255,552 bytes");
    assertThatThrownBy(() -> Manifest.piecesOf(-1)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void matches_onlyTheHashOfThatPiece() {
    byte[] hashes = new byte[64];
    hashes[32] = 1;
    Manifest two = new Manifest(PIECE_BYTES + 1, hashes);
    byte[] second = new byte[32];
    second[0] = 1;
    assertThat(two.matches(0, new byte[32])).isTrue();
    assertThat(two.matches(1, second)).isTrue();
    assertThat(two.matches(0, second)).isFalse();
    assertThat(two.matches(0, new byte[31])).isFalse();
    assertThat(two.matches(0, new byte[64])).isFalse();
  }

  /** Sizes and numbers of hashes that do not agree, with or without a part of a hash. */
  @Test
  void bytesThatLie_areRefused() {
    for (int length : new int[] {0, 7, 8, 39, 41, 72}) {
      byte[] lie = ByteBuffer.allocate(Math.max(8, length)).putLong(0, 3).array();
      byte[] cut = java.util.Arrays.copyOf(lie, length);
      assertThatThrownBy(() -> Manifest.of(cut)).isInstanceOf(IllegalArgumentException.class);
    }
    byte[] negative = ByteBuffer.allocate(8).putLong(0, Long.MIN_VALUE).array();
    assertThatThrownBy(() -> Manifest.of(negative)).isInstanceOf(IllegalArgumentException.class);
    byte[] huge = ByteBuffer.allocate(8).putLong(0, Long.MAX_VALUE).array();
    assertThatThrownBy(() -> Manifest.of(huge)).isInstanceOf(IllegalArgumentException.class);
  }

  /** Whatever byte of a manifest is changed: it is refused, or it is that of another content. */
  @Test
  void everyChangedByte_isNoticed() {
    Random random = new Random(1);
    byte[] hashes = new byte[3 * 32];
    random.nextBytes(hashes);
    Manifest right = new Manifest(3 * PIECE_BYTES - 7, hashes);
    assertThat(Manifest.of(right.toBytes())).isEqualTo(right);
    for (int at = 0; at < right.toBytes().length; at++) {
      byte[] changed = right.toBytes();
      changed[at] ^= (byte) (1 << random.nextInt(8));
      assertThat(isOf(right.id(), changed)).as("byte %d", at).isFalse();
    }
  }

  private static boolean isOf(Key id, byte[] bytes) {
    try {
      return Manifest.of(bytes).id().equals(id);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
