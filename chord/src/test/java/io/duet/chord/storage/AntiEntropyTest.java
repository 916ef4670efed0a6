package io.duet.chord.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.duet.chord.ChordNode;
import io.duet.chord.RingWorld;
import io.duet.chord.id.RecordRange;
import io.duet.chord.id.RingId;
import io.duet.chord.id.RingPeer;
import io.duet.chord.id.StoredRecord;
import io.duet.chord.message.ChordMessage;
import io.duet.node.Key;
import io.duet.node.Peer;
import io.duet.node.TrafficClass;
import io.duet.overlay.ProviderRecord;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Replicas after crashes, joins and leaves, with providers that announce a record only once. */
class AntiEntropyTest {
  private static final int REPLICAS = 3;
  private static final Map<String, String> ONCE =
      Map.of(
          "successors", "4",
          "replicas", "" + REPLICAS,
          "republish", "5h",
          "recordLifetime", "10h");

  private static List<Key> publish(ChordNode provider, int count) {
    List<Key> keys = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      keys.add(Key.ofName("file " + i));
      provider.publish(keys.get(i));
    }
    return keys;
  }

  /** The first members at or after a key are those that must keep it. */
  private static List<ChordNode> keepers(RingWorld world, Key key) {
    List<ChordNode> ring = world.ring();
    int owner = ring.indexOf(world.ownerOf(RingId.of(key)));
    List<ChordNode> keepers = new ArrayList<>();
    for (int i = 0; i < Math.min(REPLICAS, ring.size()); i++) {
      keepers.add(ring.get((owner + i) % ring.size()));
    }
    return keepers;
  }

  private static void assertKept(RingWorld world, List<Key> keys) {
    for (Key key : keys) {
      assertThat(keepers(world, key)).allMatch(node -> node.contents().recordsOf(key).size() == 1);
    }
  }

  private static BitSet only(RingWorld world, ChordNode node) {
    BitSet set = new BitSet();
    set.set(world.nodes.indexOf(node));
    return set;
  }

  /** Each crash takes an owner, and leaves its range to the member that kept its replicas. */
  @Test
  void crashOfOneMemberAfterTheOther_losesNothing() {
    RingWorld world = new RingWorld(16, 1, ONCE).assembled();
    ChordNode provider = world.ring().get(0);
    List<Key> keys = publish(provider, 200);
    world.pass(5);
    List<ChordNode> ring = world.ring();
    for (int i = 1; i <= 12; i++) {
      world.crash(ring.get(i));
      world.pass(15);
      assertKept(world, keys);
    }
    world.assertIdeal();
  }

  @Test
  void crashOfAllMembersButOneThatKeepARecord_losesNothing() {
    RingWorld world = new RingWorld(16, 1, ONCE).assembled();
    List<Key> keys = publish(world.ring().get(0), 200);
    world.pass(5);
    List<ChordNode> ring = world.ring();
    for (int i = 4; i < 4 + REPLICAS - 1; i++) {
      world.crash(ring.get(i));
    }
    world.pass(30);
    assertKept(world, keys);
  }

  /**
   * A new member that received no key transfer requests its records. Every message from its
   * successor to it is lost while it joins.
   */
  @Test
  void newcomerThatWasHandedNothing_asksForItsRecords() {
    RingWorld world = new RingWorld(17, 1, ONCE);
    for (int i = 0; i < 16; i++) {
      world.join(i);
      world.pass(1);
    }
    List<Key> keys = publish(world.nodes.get(0), 200);
    world.pass(5);
    ChordNode newcomer = world.nodes.get(16);
    ChordNode successor = world.ownerOf(newcomer.routing().self().id());
    world.simulation.faults().partitionOneWay(only(world, successor), only(world, newcomer));
    world.join(16);
    world.pass(0.8);
    assertThat(newcomer.recordsKept()).isZero();
    world.simulation.faults().repair();
    world.pass(20);
    world.assertIdeal();
    assertKept(world, keys);
  }

  @Test
  void leaveOfOneMemberAfterTheOther_losesNothing() {
    RingWorld world = new RingWorld(16, 1, ONCE).assembled();
    List<Key> keys = publish(world.ring().get(0), 200);
    world.pass(5);
    List<ChordNode> ring = world.ring();
    for (int i = 1; i <= 12; i++) {
      world.simulation.leave(world.nodes.indexOf(ring.get(i)));
      world.pass(15);
      assertKept(world, keys);
    }
  }

  /**
   * A withdrawn record stays withdrawn: one replica missed the withdrawal, and then all replicas
   * that received it crashed.
   */
  @Test
  void withdrawnRecord_doesNotComeBackFromAReplicaThatMissedIt() {
    RingWorld world = new RingWorld(16, 1, ONCE).assembled();
    Key key = publish(world.ring().get(0), 1).get(0);
    world.pass(10);
    List<ChordNode> keepers = keepers(world, key);
    ChordNode owner = keepers.get(0);
    world.simulation.faults().partitionOneWay(only(world, owner), only(world, keepers.get(2)));
    world.ring().get(0).withdraw(key);
    world.pass(0.3);
    assertThat(keepers.get(2).contents().recordsOf(key)).hasSize(1);
    world.simulation.faults().repair();
    world.pass(60);
    world.crash(owner);
    world.crash(keepers.get(1));
    world.pass(60);
    assertThat(world.ring()).allMatch(node -> node.contents().recordsOf(key).isEmpty());
  }

  @Test
  void recordThatIsAnnouncedAfterItsWithdrawal_isKeptAgain() {
    RingWorld world = new RingWorld(16, 1, ONCE).assembled();
    ChordNode provider = world.ring().get(0);
    List<Key> keys = publish(provider, 5);
    world.pass(5);
    keys.forEach(provider::withdraw);
    world.pass(5);
    keys.forEach(provider::publish);
    world.pass(30);
    assertKept(world, keys);
  }

  /** The first replica is cut off, so that it acknowledges nothing: the second one has to. */
  @Test
  void acknowledgedRecord_outlivesItsOwner() {
    RingWorld world = new RingWorld(16, 1, ONCE).assembled();
    Key key = Key.ofName("a file");
    ChordNode owner = keepers(world, key).get(0);
    BitSet others = only(world, keepers(world, key).get(1));
    world.simulation.faults().partitionOneWay(only(world, owner), others);
    ChordNode provider = world.ring().get((world.ring().indexOf(owner) + 8) % 16);
    provider.publish(key);
    while (world.announced.isEmpty()) {
      world.pass(0.01);
    }
    world.crash(owner);
    world.simulation.faults().repair();
    world.pass(30);
    assertKept(world, List.of(key));
  }

  /** Members without records send no comparisons and set no alarm. */
  @Test
  void membersWithoutRecords_areQuiet() {
    RingWorld world = new RingWorld(16, 1, Map.of("republish", "20s"));
    for (int i = 0; i < 16; i++) {
      world.join(i);
      world.pass(1);
    }
    world.pass(60);
    long before = world.simulation.traffic().messagesSent(TrafficClass.PUBLISH);
    world.pass(600);
    assertThat(world.simulation.traffic().messagesSent(TrafficClass.PUBLISH)).isEqualTo(before);
  }

  /**
   * Each owner of records compares with one replica a period, in one round trip: 16 members, 30
   * periods.
   */
  @Test
  void quietMembers_compareOneReplicaAPeriod() {
    RingWorld world = new RingWorld(16, 1, ONCE).assembled();
    publish(world.ring().get(0), 1_000);
    world.pass(60);
    long before = world.simulation.traffic().messagesSent(TrafficClass.PUBLISH);
    world.pass(600);
    long messages = world.simulation.traffic().messagesSent(TrafficClass.PUBLISH) - before;
    assertThat(messages).isBetween(16 * 29 * 2L, 16 * 31 * 2L);
  }

  @Test
  void expiredRecords_areGoneEverywhere() {
    RingWorld world =
        new RingWorld(
                16, 1, Map.of("republish", "5h", "recordLifetime", "60s", "compareRecords", "1s"))
            .assembled();
    List<Key> keys = publish(world.ring().get(0), 200);
    world.pass(50);
    assertThat(world.ring().get(3).contents().recordsOf(keys.get(0)).size()).isLessThanOrEqualTo(1);
    assertThat(world.ring().stream().mapToInt(ChordNode::recordsKept).sum()).isPositive();
    world.pass(12);
    for (Key key : keys) {
      assertThat(world.ring()).allMatch(node -> node.contents().recordsOf(key).isEmpty());
    }
  }

  /**
   * Compares a ring with a simple model, the set of records that were acknowledged and not
   * withdrawn. The test plays any order of publications, withdrawals, joins, leaves and crashes of
   * up to two members at once, with time for repair in between. Then the first three members of
   * each record keep exactly these records.
   */
  @ParameterizedTest(name = "seed {0}, loss {1}")
  @CsvSource({"1, 0", "2, 0", "3, 0", "4, 0.02", "5, 0.02", "6, 0.02"})
  void whatWasAcknowledged_isKeptByItsFirstMembers(long seed, double loss) {
    SplittableRandom random = new SplittableRandom(seed);
    RingWorld world = new RingWorld(40, seed, ONCE);
    for (int i = 0; i < 12; i++) {
      world.join(i);
      world.pass(1);
    }
    world.pass(10);
    world.simulation.faults().loss(loss);
    List<ProviderRecord> live = new ArrayList<>();
    List<ProviderRecord> withdrawn = new ArrayList<>();
    for (int next = 12; next < 40; next++) {
      announce(world, random, live, "file " + next);
      withdrawOne(world, random, live, withdrawn);
      world.pass(loss > 0 ? 45 : 0); // a copy that was lost is sent again in the next two periods
      world.join(next);
      world.pass(random.nextDouble(3));
      for (int ends = random.nextInt(3); ends > 0 && world.ring().size() > 8; ends--) {
        end(world, world.ring().get(random.nextInt(world.ring().size())), random);
      }
      world.pass(25);
    }
    world.simulation.faults().loss(0);
    world.pass(180);
    world.assertIdeal();
    for (ProviderRecord record : live) {
      assertThat(keepers(world, record.key())).allMatch(node -> keeps(node, record));
    }
    for (ProviderRecord record : withdrawn) {
      assertThat(keepers(world, record.key())).noneMatch(node -> keeps(node, record));
    }
    assertThat(live).isNotEmpty();
    assertThat(withdrawn).isNotEmpty();
  }

  private static boolean keeps(ChordNode node, ProviderRecord record) {
    return node.contents().recordsOf(record.key()).stream()
        .anyMatch(kept -> kept.provider().equals(record.provider()));
  }

  private static void announce(
      RingWorld world, SplittableRandom random, List<ProviderRecord> live, String name) {
    List<ChordNode> ring = world.ring();
    for (int i = 0; i < 5; i++) {
      ChordNode provider = ring.get(random.nextInt(ring.size()));
      Key key = Key.ofName(name + " " + i);
      provider.publish(key);
      world.pass(3);
      if (world.announced.stream().anyMatch(taken -> taken.key().equals(key))) {
        live.add(new ProviderRecord(key, provider.routing().self().peer(), 1));
      }
    }
  }

  /** A provider that is gone withdraws nothing. */
  private static void withdrawOne(
      RingWorld world,
      SplittableRandom random,
      List<ProviderRecord> live,
      List<ProviderRecord> withdrawn) {
    ProviderRecord record = live.get(random.nextInt(live.size()));
    for (ChordNode node : world.ring()) {
      if (node.routing().self().peer().equals(record.provider())) {
        node.withdraw(record.key());
        world.pass(6);
        live.remove(record);
        withdrawn.add(record);
      }
    }
  }

  private static void end(RingWorld world, ChordNode node, SplittableRandom random) {
    if (random.nextBoolean()) {
      world.crash(node);
    } else {
      world.simulation.leave(world.nodes.indexOf(node));
    }
  }

  /**
   * A member refuses a comparison from a stranger or from a member beyond it. The refusal reveals
   * no record and costs next to nothing.
   */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5})
  void comparison_isRefusedToWhoCannotOwnTheRange(int place) {
    RingWorld world = new RingWorld(16, 1, ONCE).assembled();
    List<ChordNode> ring = world.ring();
    ChordNode node = ring.get(4);
    Peer asker = ring.get(4 + place).routing().self().peer();
    RecordRange range =
        RecordRange.of(ring.get(3).routing().self().id(), node.routing().self().id());
    long before = world.simulation.traffic().messagesSent(TrafficClass.PUBLISH);
    List<ChordMessage.Part> parts = List.of(new ChordMessage.Part(range.until(), 0));
    node.onMessage(asker, new ChordMessage.CompareRecords(1, range.after(), parts));
    node.onMessage(asker, new ChordMessage.ExchangeRecords(1, range, List.of()));
    assertThat(world.refusals).containsExactly("comparison by no owner", "comparison by no owner");
    assertThat(world.simulation.traffic().messagesSent(TrafficClass.PUBLISH)).isEqualTo(before);
  }

  /**
   * A member refuses a replica that sends a record of another range, or endless pages without a
   * record.
   */
  @Test
  void replicaThatAnswersWhatWasNotAsked_isRefused() {
    RingWorld world = new RingWorld(16, 1, ONCE).assembled();
    List<ChordNode> ring = world.ring();
    ChordNode owner = ring.get(4);
    Key foreign = new Key(ring.get(9).routing().self().id(), 0, 0, 0);
    StoredRecord planted =
        new StoredRecord(foreign, ring.get(5).routing().self().peer(), 60, false);
    world.answer(
        world.nodes.indexOf(ring.get(5)),
        message ->
            message instanceof ChordMessage.ExchangeRecords ask
                ? new ChordMessage.Exchanged(
                    ask.requestId(), ask.span().until(), List.of(planted), 0)
                : null);
    List<Boolean> ends = new ArrayList<>();
    RingPeer liar = ring.get(5).routing().self();
    new RangeReconciliation(owner.contents().store(), liar, ends::add)
        .start(owner.contents().store().owned());
    world.pass(1);
    assertThat(ends).containsExactly(false);
    assertThat(world.refusals).contains("records that were not requested");
    assertThat(owner.contents().recordsOf(foreign)).isEmpty();
  }
}
