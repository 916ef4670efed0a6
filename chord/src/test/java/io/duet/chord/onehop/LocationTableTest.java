package io.duet.chord.onehop;

import static org.assertj.core.api.Assertions.assertThat;

import io.duet.chord.id.RingPeer;
import io.duet.chord.ring.ClosestPreceding;
import io.duet.node.Peer;
import io.duet.node.PeerAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class LocationTableTest {
  private static final long SELF = 1_000;

  private static RingPeer peer(long id) {
    return new RingPeer(id, Peer.at(PeerAddress.ofIpv4((int) id, 4000)));
  }

  private static List<RingPeer> all(LocationTable cache) {
    List<RingPeer> peers = new ArrayList<>();
    for (int place = 0; place < cache.size(); place++) {
      peers.add(cache.at(place));
    }
    return peers;
  }

  @Test
  void peers_standInRingOrderFromTheMember() {
    LocationTable cache = new LocationTable(SELF, 8);
    cache.heard(peer(500), 1);
    cache.heard(peer(2_000), 1);
    cache.heard(peer(1_500), 1);
    cache.heard(peer(1_500), 2);
    cache.heard(peer(SELF), 2);
    assertThat(all(cache)).containsExactly(peer(1_500), peer(2_000), peer(500));
    assertThat(cache.from(1_501, 2)).containsExactly(peer(2_000), peer(500));
    assertThat(cache.gapAround(1_600)).isEqualTo(500);
    assertThat(cache.gapAround(1_400)).isZero();
  }

  @Test
  void forgetOlder_dropsThoseOfWhichNothingWasHeardSince() {
    LocationTable cache = new LocationTable(SELF, 8);
    cache.heard(peer(1_500), 10);
    cache.heard(peer(2_000), 20);
    cache.heard(peer(1_500), 5);
    cache.forgetOlder(11);
    assertThat(all(cache)).containsExactly(peer(2_000));
    assertThat(cache.forget(peer(2_000))).isTrue();
    assertThat(cache.forget(peer(2_000))).isFalse();
  }

  /** Distances 1, 2, 4, 8 and 16 are spread evenly in proportion; without 9 they are again. */
  @Test
  void full_dropsThePeerThatCrowdsItsNeighbours() {
    LocationTable cache = new LocationTable(SELF, 5);
    for (long away : new long[] {1, 2, 4, 8, 16, 9}) {
      cache.heard(peer(SELF + away), 1);
    }
    assertThat(all(cache)).doesNotContain(peer(SELF + 9)).hasSize(5);
  }

  /** Density ∝ 1 / distance: each doubling of the distance holds about as many peers. */
  @Test
  void full_keepsAboutAsManyPeersInEachDoublingOfTheDistance() {
    LocationTable cache = new LocationTable(0, 64);
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 20_000; i++) {
      cache.heard(peer(random.nextLong(1L << 20) + 1), i);
    }
    for (int bit = 8; bit < 19; bit++) {
      int from = cache.firstAtOrBeyond(1L << bit);
      int to = cache.firstAtOrBeyond(1L << (bit + 1));
      assertThat(to - from).as("from 2^%d on", bit).isBetween(2, 9);
    }
  }

  @Test
  void closest_agreesWithASortedMap() {
    SplittableRandom random = new SplittableRandom(2);
    LocationTable cache = new LocationTable(SELF, 1_000);
    TreeMap<Long, RingPeer> model = new TreeMap<>(Long::compareUnsigned);
    for (int i = 0; i < 200; i++) {
      RingPeer peer = peer(random.nextLong());
      cache.heard(peer, 1);
      model.put(peer.id() - SELF, peer);
    }
    for (int i = 0; i < 500; i++) {
      long limit = random.nextLong();
      ClosestPreceding closest = new ClosestPreceding(SELF, limit, 3);
      cache.offerWithin(closest);
      List<RingPeer> expected =
          model.headMap(limit, true).descendingMap().values().stream().limit(3).toList();
      assertThat(closest.peers()).isEqualTo(expected);
    }
  }
}
