package io.duet.chord.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.duet.chord.RingWorld;
import io.duet.chord.id.RecordPosition;
import io.duet.chord.id.RecordRange;
import io.duet.chord.id.RingId;
import io.duet.chord.id.StoredRecord;
import io.duet.node.Key;
import io.duet.node.Peer;
import io.duet.node.PeerAddress;
import io.duet.overlay.ProviderRecord;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecordStoreTest {
  private static final long SECOND = RingWorld.SECOND;
  private static final Key KEY = Key.ofName("a file");

  private final RecordStore store = new RecordStore();

  private static Peer peer(int port) {
    return Peer.at(PeerAddress.ofIpv4(0x7f000001, port));
  }

  private static StoredRecord copy(Key key, int port, int seconds) {
    return new StoredRecord(key, peer(port), seconds, false);
  }

  private List<Integer> ports(long now, int max) {
    return store.get(KEY, now, max).stream().map(r -> r.provider().address().port()).toList();
  }

  @Test
  void get_namesTheNewestFirst_andNoMoreThanAsked() {
    store.put(copy(KEY, 1, 60), 0);
    store.put(copy(KEY, 2, 60), SECOND);
    store.put(copy(KEY, 3, 60), 2 * SECOND);
    store.put(copy(KEY, 1, 60), 3 * SECOND);
    assertThat(ports(3 * SECOND, 2)).containsExactly(1, 3);
  }

  @Test
  void record_expires() {
    store.put(copy(KEY, 1, 60), 0);
    assertThat(store.get(KEY, 59 * SECOND, 16))
        .containsExactly(new ProviderRecord(KEY, peer(1), 1));
    assertThat(store.get(KEY, 60 * SECOND, 16)).isEmpty();
  }

  /**
   * A copy with a shorter lifetime, delayed or forged, does not shorten the lifetime of a stored
   * record.
   */
  @Test
  void put_keepsTheLongerLife() {
    store.put(copy(KEY, 1, 60), 0);
    assertThat(store.put(copy(KEY, 1, 5), SECOND)).isTrue();
    assertThat(store.get(KEY, SECOND, 16).get(0).secondsLeft()).isEqualTo(59);
  }

  @Test
  void put_takesSixtyFourProvidersOfAKey_andMoreOnceSomeHaveExpired() {
    for (int port = 1; port <= RecordStore.PROVIDERS_MAX; port++) {
      assertThat(store.put(copy(KEY, port, port == 1 ? 10 : 60), 0)).isTrue();
    }
    assertThat(store.put(copy(KEY, 1_000, 60), 9 * SECOND)).isFalse();
    assertThat(store.put(copy(KEY, 2, 60), 9 * SECOND)).isTrue();
    assertThat(store.put(copy(KEY, 1_000, 60), 10 * SECOND)).isTrue();
    assertThat(ports(10 * SECOND, 2)).containsExactly(1_000, 2);
  }

  @Test
  void put_takesNoMoreRecordsThanItsBound() {
    for (int i = 0; i < RecordStore.RECORDS_MAX; i++) {
      store.put(copy(new Key(i, 0, 0, 0), 1, 60), 0);
    }
    assertThat(store.put(copy(KEY, 1, 60), 0)).isFalse();
    store.expire(60 * SECOND);
    assertThat(store.put(copy(KEY, 1, 60), 60 * SECOND)).isTrue();
  }

  /** Positions 1, 1, 3 and the last one of all, seen from 2 on: first 3, then across zero. */
  @Test
  void copies_areInTheOrderOfTheRing_andOfOneSpanAlone() {
    for (long position : new long[] {-1, 3, 1}) {
      store.put(copy(new Key(position, 0, 0, 0), 1, 60), 0);
    }
    store.put(copy(new Key(1, 0, 0, 7), 1, 60), 0);
    assertThat(positions(RecordRange.of(2, 1))).containsExactly(3L, -1L, 1L, 1L);
    assertThat(positions(RecordRange.of(1, 3))).containsExactly(3L);
    assertThat(positions(RecordRange.of(0, 1))).containsExactly(1L, 1L);
    assertThat(positions(RecordRange.of(3, 0))).containsExactly(-1L);
  }

  private List<Long> positions(RecordRange span) {
    return store.copies(span, 0).stream().map(copy -> copy.place().position()).toList();
  }

  @Test
  void copies_ofOnePosition_areSplitByTheirMarks() {
    for (int port = 1; port <= 9; port++) {
      store.put(copy(KEY, port, 60), 0);
    }
    RecordRange whole = RecordRange.of(RingId.of(KEY) - 1, RingId.of(KEY));
    List<StoredRecord> all = store.copies(whole, 0);
    RecordPosition third = all.get(2).place();
    assertThat(store.copies(new RecordRange(whole.after(), third), 0)).isEqualTo(all.subList(0, 3));
    assertThat(store.copies(new RecordRange(third, whole.until()), 0)).isEqualTo(all.subList(3, 9));
    assertThat(store.copies(new RecordRange(third, all.get(6).place()), 0))
        .isEqualTo(all.subList(3, 7));
  }

  /** Kept at 0 for 60 s: a copy made at 10.5 s has 49 whole seconds left, less one. */
  @Test
  void copies_liveASecondLessThanTheRecord() {
    store.put(copy(KEY, 1, 60), 0);
    RecordRange whole = RecordRange.of(RingId.of(KEY) - 1, RingId.of(KEY));
    assertThat(store.copies(whole, 10 * SECOND + SECOND / 2)).containsExactly(copy(KEY, 1, 48));
    assertThat(store.copies(whole, 58 * SECOND)).containsExactly(copy(KEY, 1, 1));
    assertThat(store.copies(whole, 59 * SECOND)).isEmpty();
  }

  @Test
  void fill_addsWhatIsUnknown_andProlongsOrRevivesNothing() {
    store.fill(copy(KEY, 1, 60), 0);
    store.fill(copy(KEY, 1, 90), SECOND);
    assertThat(store.get(KEY, SECOND, 16).get(0).secondsLeft()).isEqualTo(59);
    store.put(withdrawn(1, 60), 2 * SECOND);
    store.fill(copy(KEY, 1, 90), 3 * SECOND);
    assertThat(store.get(KEY, 3 * SECOND, 16)).isEmpty();
  }

  @Test
  void withdrawnRecord_isKeptAsSuchUntilItExpires_orIsAnnouncedAnew() {
    store.put(copy(KEY, 1, 60), 0);
    store.put(withdrawn(1, 50), 0);
    assertThat(store.get(KEY, 0, 16)).isEmpty();
    assertThat(store.count()).isZero();
    assertThat(store.copies(RecordRange.of(1, 0), 0)).containsExactly(withdrawn(1, 49));
    store.put(copy(KEY, 1, 40), SECOND);
    assertThat(ports(SECOND, 16)).containsExactly(1);
    store.put(withdrawn(1, 50), 2 * SECOND);
    store.expire(52 * SECOND);
    assertThat(store.isEmpty()).isTrue();
  }

  private static StoredRecord withdrawn(int port, int seconds) {
    return new StoredRecord(KEY, peer(port), seconds, true);
  }

  private static final RecordRange AROUND = RecordRange.of(RingId.of(KEY) - 1, RingId.of(KEY));

  @Test
  void count_followsWhatIsStoredWithdrawnAndExpired() {
    store.put(copy(KEY, 1, 60), 0);
    store.put(copy(KEY, 2, 10), 0);
    store.put(withdrawn(1, 50), 0);
    assertThat(store.count()).isEqualTo(1);
    store.expire(10 * SECOND);
    assertThat(store.count()).isZero();
    store.put(copy(KEY, 1, 60), 10 * SECOND);
    assertThat(store.count()).isEqualTo(1);
    store.expire(70 * SECOND);
    assertThat(store.count()).isZero();
    assertThat(store.isEmpty()).isTrue();
  }

  @Test
  void renew_extendsTheRecordsOfOneProviderAlone() {
    store.put(copy(KEY, 1, 60), 0);
    store.put(copy(KEY, 2, 60), 0);
    long mark = copy(KEY, 1, 60).place().mark();
    assertThat(store.renew(peer(1), AROUND, mark, 60, 30 * SECOND)).isTrue();
    assertThat(ports(70 * SECOND, 9)).containsExactly(1);
  }

  @Test
  void renew_isRefusedIfOtherRecordsAreStoredThanTheProviderThinks() {
    store.put(copy(KEY, 1, 60), 0);
    long mark = copy(KEY, 1, 60).place().mark();
    assertThat(store.renew(peer(1), AROUND, mark + 1, 60, 30 * SECOND)).isFalse();
    assertThat(store.renew(peer(2), AROUND, mark, 60, 30 * SECOND)).isFalse();
    store.put(withdrawn(1, 50), 0);
    assertThat(store.renew(peer(1), AROUND, mark, 60, 30 * SECOND)).isFalse();
    assertThat(ports(30 * SECOND, 9)).isEmpty();
  }

  @Test
  void renew_doesNotVisitMoreRecordsThanItsBound() {
    store.put(copy(new Key(0, 0, 0, 1), 1, 60), 0);
    long mark = copy(new Key(0, 0, 0, 1), 1, 60).place().mark();
    for (int i = 1; i < RecordStore.RENEWAL_VISITS_MAX; i++) {
      store.put(copy(new Key(i, 0, 0, 0), 2, 60), 0);
    }
    assertThat(store.renew(peer(1), RecordRange.of(-1, -2), mark, 60, SECOND)).isTrue();
    store.put(copy(KEY, 2, 60), 0);
    assertThat(store.renew(peer(1), RecordRange.of(-1, -2), mark, 60, SECOND)).isFalse();
  }

  @Test
  void expireNext_dropsAllExpiredRecordsInItsSteps_andNoOther() {
    for (int i = 0; i < 10_000; i++) {
      store.put(copy(Key.ofName("file " + i), 1, i % 3 == 0 ? 60 : 10), 0);
    }
    assertThat(store.isLarge()).isTrue();
    for (int i = 0; i < RecordStore.SWEEPS; i++) {
      assertThat(store.count()).isGreaterThan(3_334);
      store.expireNext(10 * SECOND);
    }
    assertThat(store.count()).isEqualTo(3_334);
    for (int i = 0; i <= 2 * RecordStore.SWEEPS; i++) {
      store.expireNext(60 * SECOND);
    }
    assertThat(store.isEmpty()).isTrue();
  }
}
