package io.duet.unstructured.tracker;

import static org.assertj.core.api.Assertions.assertThat;

import io.duet.node.Key;
import io.duet.node.Peer;
import io.duet.node.PeerAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares a tracker's index with a plain list of holders and pieces. */
class SwarmIndexTest {
  private static final Peer STRANGER = peer(999);

  private final SwarmIndex index = new SwarmIndex(SwarmIndex.ENTRIES_MAX);
  private final SplittableRandom random = new SplittableRandom(5);

  private static Peer peer(int number) {
    return Peer.at(PeerAddress.ofIpv4(10 << 24 | number, 4_000));
  }

  private static Key key(int number) {
    return Key.ofName("file " + number);
  }

  private record Held(int peer, int key, PieceBitfield pieces) {}

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void index_isAPlainListOfWhoHoldsWhat(long seed) {
    SplittableRandom chance = new SplittableRandom(seed);
    List<Held> model = new ArrayList<>();
    for (int step = 0; step < 3_000; step++) {
      int peer = chance.nextInt(6);
      int key = chance.nextInt(4);
      if (chance.nextInt(20) == 0) {
        index.detach(peer(peer));
        model.removeIf(held -> held.peer == peer);
      } else if (index.contains(peer(peer))) {
        int first = chance.nextInt(8);
        boolean none = chance.nextInt(3) == 0;
        PieceBitfield pieces =
            none
                ? PieceBitfield.NONE
                : PieceBitfield.range(8, first, first + chance.nextInt(8 - first));
        assertThat(index.put(peer(peer), key(key), pieces)).isTrue();
        model.removeIf(held -> held.peer == peer && held.key == key);
        if (!none) {
          model.add(new Held(peer, key, pieces));
        }
      } else {
        assertThat(index.put(peer(peer), key(key), PieceBitfield.of(8, "all"))).isFalse();
        index.attach(peer(peer), step);
      }
      agrees(model);
    }
  }

  private void agrees(List<Held> model) {
    assertThat(index.entries()).isEqualTo(model.size());
    assertThat(index.contents()).hasSize((int) model.stream().map(Held::key).distinct().count());
    for (int key = 0; key < 4; key++) {
      int[] counts = new int[8];
      List<Peer> holders = new ArrayList<>();
      for (Held held : model) {
        if (held.key == key) {
          held.pieces.addTo(counts);
          holders.add(peer(held.peer));
        }
      }
      assertThat(index.holders(key(key), STRANGER, random)).hasSameElementsAs(holders);
      List<Integer> replicas = index.replicas(key(key), 8);
      assertThat(replicas.stream().mapToInt(Integer::intValue).toArray())
          .isEqualTo(holders.isEmpty() ? new int[0] : counts);
    }
  }

  @Test
  void holders_areARandomSample_whenThereAreMoreThanAMessageNames() {
    int[] drawn = new int[64];
    for (int i = 0; i < 64; i++) {
      index.attach(peer(i), 0);
      index.put(peer(i), key(0), PieceBitfield.of(8, "all"));
    }
    for (int draw = 0; draw < 4_000; draw++) {
      List<Peer> holders = index.holders(key(0), peer(0), random);
      assertThat(holders).hasSize(16).doesNotHaveDuplicates().doesNotContain(peer(0));
      holders.forEach(holder -> drawn[holder.address().ipv4() & 0xff]++);
    }
    for (int i = 1; i < 64; i++) { // 4,000 times 16 of 63 is 1,016, its deviation 28
      assertThat(drawn[i]).isBetween(1_016 - 150, 1_016 + 150);
    }
  }

  @Test
  void peersOfOneContent_areBounded() {
    for (int i = 0; i <= SwarmIndex.PEERS_PER_CONTENT_MAX; i++) {
      index.attach(peer(i), 0);
      assertThat(index.put(peer(i), key(0), PieceBitfield.of(8, "all")))
          .isEqualTo(i < SwarmIndex.PEERS_PER_CONTENT_MAX);
    }
    assertThat(index.put(peer(0), key(0), PieceBitfield.range(8, 0, 0))).isTrue();
  }

  @Test
  void contentsOfOnePeer_areBounded() {
    index.attach(peer(1), 0);
    for (int i = 0; i < SwarmIndex.CONTENTS_PER_PEER_MAX; i++) {
      index.put(peer(1), new Key(i, 0, 0, 0), PieceBitfield.of(8, "all"));
    }
    assertThat(index.put(peer(1), key(0), PieceBitfield.of(8, "all"))).isFalse();
    index.attach(peer(2), 0);
    assertThat(index.put(peer(2), key(0), PieceBitfield.of(8, "all"))).isTrue();
  }

  /** Peer after peer takes what it can of room for 256 entries; the next one finds some. */
  @Test
  void roomIsLeftForTheNextPeer_whateverSomeAnnounce() {
    SwarmIndex small = new SwarmIndex(256);
    for (int peer = 0; peer < 7; peer++) {
      small.attach(peer(peer), 0);
      int taken = 0;
      while (taken < 256 && small.put(peer(peer), key(taken), PieceBitfield.of(8, "all"))) {
        taken++;
      }
      assertThat(taken).isBetween(10, 15); // a sixteenth of what is free, which is less each time
    }
  }

  @Test
  void silentPeers_areThoseNotHeardSince() {
    index.attach(peer(1), 10);
    index.attach(peer(2), 20);
    assertThat(index.silentSince(20)).containsExactly(peer(1));
    index.heard(peer(1), 30);
    assertThat(index.silentSince(25)).containsExactly(peer(2));
    assertThat(index.heard(peer(3), 30)).isFalse();
    assertThat(Objects.requireNonNull(index.list())).containsExactly(peer(1), peer(2));
  }
}
