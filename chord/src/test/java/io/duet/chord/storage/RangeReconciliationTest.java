package io.duet.chord.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.duet.chord.ChordNode;
import io.duet.chord.RingWorld;
import io.duet.chord.id.RecordPosition;
import io.duet.chord.id.RecordRange;
import io.duet.chord.id.RingId;
import io.duet.chord.id.StoredRecord;
import io.duet.node.Key;
import io.duet.node.Peer;
import io.duet.node.PeerAddress;
import io.duet.node.TrafficClass;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An owner and its first successor, whose stores differ as a test wants. */
class RangeReconciliationTest {
  private static final Peer PROVIDER = Peer.at(PeerAddress.ofIpv4(0x7f000001, 9));
  private static final int LIFE = 100;

  private final RingWorld world =
      new RingWorld(8, 1, Map.of("compareRecords", "never", "replicas", "3")).assembled();
  private final ChordNode owner = world.ring().get(3);
  private final ChordNode replica = world.ring().get(4);
  private final RecordRange range =
      RecordRange.of(world.ring().get(2).routing().self().id(), RingId.of(self().id()));
  private final List<Boolean> ends = new ArrayList<>();

  private Peer self() {
    return owner.routing().self().peer();
  }

  /** The i-th of 10,000 keys that lie evenly in the owner's range. */
  private Key key(int i) {
    long step = Long.divideUnsigned(range.until().position() - range.after().position(), 10_001);
    return new Key(range.after().position() + (i + 1) * step, 0, 0, 0);
  }

  private StoredRecord record(int i) {
    return new StoredRecord(key(i), PROVIDER, LIFE, false);
  }

  private void keep(ChordNode node, StoredRecord record) {
    node.contents().store().records().put(record, world.simulation.nowNanos());
  }

  private void keepBoth(int count) {
    for (int i = 0; i < count; i++) {
      keep(owner, record(10_000 / count * i));
      keep(replica, record(10_000 / count * i));
    }
  }

  /** Reconciles the range, and returns the number of messages sent. */
  private long compare() {
    long before = world.simulation.traffic().messagesSent(TrafficClass.PUBLISH);
    new RangeReconciliation(owner.contents().store(), replica.routing().self(), ends::add)
        .start(range);
    world.pass(20);
    assertThat(ends).containsExactly(true);
    ends.clear();
    return world.simulation.traffic().messagesSent(TrafficClass.PUBLISH) - before;
  }

  private long digest(ChordNode node) {
    return node.contents().sum(range).digest();
  }

  private List<RecordPosition> places(ChordNode node) {
    return node.contents().copies(range).stream().map(StoredRecord::place).toList();
  }

  @Test
  void digest_isTheSumOfTheMarks_whateverTheOrderAndTheAge() {
    assertThat(digest(owner)).isZero();
    keep(owner, record(1));
    keep(owner, record(2));
    keep(replica, record(2).with(50));
    keep(replica, record(1));
    assertThat(digest(owner))
        .isEqualTo(record(1).place().mark() + record(2).place().mark())
        .isEqualTo(digest(replica));
    keep(replica, new StoredRecord(key(1), PROVIDER, LIFE, true));
    assertThat(digest(owner)).isNotEqualTo(digest(replica));
  }

  @Test
  void equalStores_costOneRoundTrip() {
    keepBoth(1_000);
    assertThat(compare()).isEqualTo(2);
  }

  /** 10,000 records are 3 slices of at most 4,096; each is one round trip. */
  @Test
  void largeStores_areComparedInSlices_andToTheLastRecord() {
    keepBoth(10_000);
    assertThat(compare()).isEqualTo(2 * 3);
    Key last = new Key(range.until().position(), 0, 0, 0);
    keep(owner, new StoredRecord(last, PROVIDER, LIFE, false));
    compare();
    assertThat(places(replica)).isEqualTo(places(owner)).hasSize(10_001);
  }

  @Test
  void manyRecordsThatTheOwnerLacks_comeBackInSeveralReplies() {
    for (int i = 0; i < 1_000; i++) {
      keep(replica, record(10 * i));
    }
    keep(owner, record(1));
    compare();
    assertThat(places(owner)).isEqualTo(places(replica)).hasSize(1_001);
  }

  /**
   * The owner finds and sends one record that the replica lacks, in three steps. It compares 16
   * parts of 62 or 63 records, 16 parts of 3 or 4, and then their marks.
   */
  @Test
  void oneRecordThatTheReplicaLacks_takesThreeStepsDown_andIsSent() {
    keepBoth(1_000);
    keep(owner, record(4_321));
    assertThat(compare()).isEqualTo(2 * (1 + 1 + 1 + 1 + 1));
    assertThat(places(replica)).isEqualTo(places(owner)).hasSize(1_001);
  }

  /**
   * The owner receives one record that it lacks, in the same steps. The replica sends it with the
   * answer to the marks.
   */
  @Test
  void oneRecordThatTheOwnerLacks_comesBack() {
    keepBoth(1_000);
    keep(replica, record(4_321));
    assertThat(compare()).isEqualTo(2 * (1 + 1 + 1 + 1));
    assertThat(places(owner)).isEqualTo(places(replica)).hasSize(1_001);
  }

  /** Each difference costs at most two splits, the marks and the record; the first digest, all. */
  @ParameterizedTest(name = "{0} differences")
  @ValueSource(ints = {1, 5, 20, 80})
  void messages_areProportionalToTheDifference(int differences) {
    keepBoth(2_000);
    SplittableRandom random = new SplittableRandom(differences);
    for (int i = 0; i < differences; i++) {
      keep(random.nextBoolean() ? owner : replica, record(random.nextInt(2_000) * 5 + 1));
    }
    assertThat(compare()).isLessThanOrEqualTo(2 + 2 + 6L * differences);
    assertThat(places(owner)).isEqualTo(places(replica));
    assertThat(compare()).isEqualTo(2);
  }

  /**
   * A new replica receives all records in full messages: after one digest, 1,000 records by 256 in
   * four messages.
   */
  @Test
  void newReplica_getsAllInFullMessages() {
    keepBoth(1_000);
    replica.contents().store().records().expire(Long.MAX_VALUE / 2);
    assertThat(compare()).isEqualTo(2 * (1 + 4));
    assertThat(places(replica)).isEqualTo(places(owner)).hasSize(1_000);
  }

  @Test
  void newOwner_asksForAllInFullMessages() {
    keepBoth(1_000);
    owner.contents().store().records().expire(Long.MAX_VALUE / 2);
    assertThat(compare()).isEqualTo(2 * 4);
    assertThat(places(owner)).isEqualTo(places(replica)).hasSize(1_000);
  }

  /** The marks decide within one position: 64 providers of one key, of which each lacks one. */
  @Test
  void providersOfOneKey_areComparedToo() {
    for (int port = 1; port <= 64; port++) {
      StoredRecord record =
          new StoredRecord(key(7), Peer.at(PeerAddress.ofIpv4(1, port)), LIFE, false);
      if (port != 5) {
        keep(owner, record);
      }
      if (port != 6) {
        keep(replica, record);
      }
    }
    compare();
    assertThat(places(owner)).isEqualTo(places(replica)).hasSize(64);
  }

  /**
   * A copy has no longer lifetime than its original: the original has 100 s, the copy 99 s after
   * the delay of its message.
   */
  @Test
  void copies_liveNoLongerThanTheirOriginal() {
    keep(replica, record(1));
    compare();
    keep(owner, record(2));
    compare();
    long now = world.simulation.nowNanos();
    for (Key key : List.of(key(1), key(2))) {
      int original = replica.contents().store().records().get(key, now, 1).get(0).secondsLeft();
      int copy = owner.contents().store().records().get(key, now, 1).get(0).secondsLeft();
      assertThat(key.equals(key(1)) ? original - copy : copy - original).isBetween(1, 2);
    }
  }

  @Test
  void withdrawnRecord_isWithdrawnAtTheReplica() {
    keepBoth(10);
    keep(owner, new StoredRecord(key(3_000), PROVIDER, LIFE, true));
    compare();
    assertThat(replica.contents().recordsOf(key(3_000))).isEmpty();
    assertThat(replica.contents().recordsOf(key(4_000))).hasSize(1);
  }

  /**
   * A replica that reports a record as withdrawn does not erase it at the owner: the owner's record
   * is kept.
   */
  @Test
  void replicaThatSaysARecordIsWithdrawn_doesNotEraseIt() {
    keepBoth(10);
    keep(replica, new StoredRecord(key(3_000), PROVIDER, LIFE, true));
    compare();
    assertThat(owner.contents().recordsOf(key(3_000))).hasSize(1);
    assertThat(replica.contents().recordsOf(key(3_000))).hasSize(1);
  }
}
