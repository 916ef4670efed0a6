package io.duet.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import io.duet.node.Peer;
import io.duet.node.PeerAddress;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PieceSchedulerTest {
  private static final Peer A = peer(1);
  private static final Peer B = peer(2);
  private static final Peer C = peer(3);

  private static Peer peer(int number) {
    return Peer.at(PeerAddress.ofIpv4(0x7f00_0001, number));
  }

  private static BitSet pieces(int... held) {
    BitSet pieces = new BitSet();
    IntStream.of(held).forEach(pieces::set);
    return pieces;
  }

  private static PieceScheduler of(int pieces) {
    return new PieceScheduler(pieces, new BitSet(), new SplittableRandom(7));
  }

  @Test
  void rarestPiece_isFirst() {
    PieceScheduler download = of(3);
    download.holds(A, pieces(0, 1, 2));
    download.holds(B, pieces(0, 1));
    download.holds(C, pieces(0));
    assertThat(
            List.of(
                download.next(A, -1, true), download.next(A, -1, true), download.next(A, -1, true)))
        .containsExactly(2, 1, 0);
    assertThat(download.next(A, -1, true)).isEqualTo(-1);
  }

  @Test
  void suggestedPiece_isTakenIfItIsUseful() {
    PieceScheduler download = of(3);
    download.holds(A, pieces(0, 1, 2));
    download.holds(B, pieces(0, 1));
    assertThat(download.next(A, 0, false)).isZero(); // though piece 2 is rarer
    assertThat(download.next(B, 0, false)).isEqualTo(1); // piece 0 is under way
    assertThat(download.next(A, TransferMessage.ANY_PIECE, false)).isEqualTo(2);
    assertThat(download.next(A, 0, false)).isEqualTo(-1);
  }

  @Test
  void usefulPieces_areThoseThatCouldBeSelected() {
    PieceScheduler download = of(4);
    download.holds(A, pieces(0, 1, 2));
    download.holds(B, pieces(0));
    download.next(B, -1, false);
    assertThat(download.useful(A, false)).isEqualTo(2);
    assertThat(download.useful(A, true)).isEqualTo(3);
    assertThat(download.useful(C, true)).isZero();
    download.lost(B);
    assertThat(download.useful(A, false)).isEqualTo(3);
  }

  @Test
  void requestedPiece_isAskedOfAnotherOnlyWhenNoneIsLeft() {
    PieceScheduler download = of(2);
    download.holds(A, pieces(0, 1));
    download.holds(B, pieces(0, 1));
    download.holds(C, pieces(0, 1));
    int first = download.next(A, -1, true);
    assertThat(download.next(B, -1, true)).isEqualTo(1 - first);
    assertThat(List.of(download.next(C, -1, true), download.next(C, -1, true)))
        .containsExactlyInAnyOrder(0, 1);
    assertThat(download.next(A, -1, true)).isEqualTo(-1); // two are asked for each
  }

  @Test
  void lostProvider_leavesItsPiecesToOthers() {
    PieceScheduler download = of(1);
    download.holds(A, pieces(0));
    download.holds(B, pieces(0));
    download.holds(C, pieces(0));
    download.next(A, -1, true);
    download.next(B, -1, true);
    assertThat(download.next(C, -1, true)).isEqualTo(-1);
    download.lost(A);
    assertThat(download.next(C, -1, true)).isZero();
    assertThat(download.providers()).isEqualTo(2);
  }

  @Test
  void corruptPiece_isNotRequestedFromThatProviderAgainEvenAfterItReturns() {
    PieceScheduler download = of(2);
    download.holds(A, pieces(0, 1));
    int bad = download.next(A, -1, true);
    download.corrupt(A, bad);
    assertThat(download.next(A, -1, true)).isEqualTo(1 - bad);
    download.lost(A);
    download.holds(A, pieces(bad));
    assertThat(download.next(A, -1, true)).isEqualTo(-1);
    download.holds(B, pieces(bad));
    assertThat(download.next(B, -1, true)).isEqualTo(bad);
  }

  @Test
  void threeCorruptPieces_excludeTheProvider() {
    PieceScheduler download = of(5);
    download.holds(A, pieces(0, 1, 2, 3, 4));
    IntStream.range(0, PieceScheduler.CORRUPT_MAX)
        .forEach(i -> download.corrupt(A, download.next(A, -1, true)));
    assertThat(download.isExcluded(A)).isTrue();
    download.holds(A, pieces(4));
    assertThat(download.next(A, -1, true)).isEqualTo(-1);
  }

  @Test
  void piecesBeyondTheLast_areIgnored() {
    PieceScheduler download = of(2);
    download.holds(A, pieces(5));
    download.holds(A, 2);
    assertThat(download.next(A, -1, true)).isEqualTo(-1);
  }

  /**
   * Random providers come, go, fail and lie; every piece ends complete, and none is asked in vain.
   */
  @Test
  void randomRuns_endCompleteAndKeepTheRules() {
    for (int seed = 0; seed < 200; seed++) {
      run(new SplittableRandom(seed));
    }
  }

  private static void run(SplittableRandom random) {
    int pieces = 1 + random.nextInt(40);
    PieceScheduler download = new PieceScheduler(pieces, new BitSet(), random.split());
    Peer honest = peer(100);
    Set<List<Integer>> lies = new HashSet<>();
    for (int round = 0; !download.isDone(); round++) {
      assertThat(round).isLessThan(10_000);
      int number = random.nextInt(4);
      Peer peer = number == 0 ? honest : peer(number);
      if (random.nextInt(3) == 0) {
        BitSet all = new BitSet();
        all.set(0, pieces);
        download.holds(peer, all);
      }
      int piece = download.next(peer, -1, true);
      if (piece < 0) {
        download.lost(peer);
        continue;
      }
      assertThat(lies).doesNotContain(List.of(number, piece));
      if (number == 0 || random.nextBoolean()) {
        download.completed(peer, piece);
      } else if (random.nextBoolean()) {
        lies.add(List.of(number, piece));
        download.corrupt(peer, piece);
      } else {
        download.failed(peer, piece);
      }
    }
    assertThat(download.missing()).isZero();
  }
}
