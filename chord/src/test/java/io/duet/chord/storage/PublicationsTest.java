package io.duet.chord.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.duet.chord.ChordNode;
import io.duet.chord.RingWorld;
import io.duet.chord.id.RecordRange;
import io.duet.chord.id.RingId;
import io.duet.chord.id.StoredRecord;
import io.duet.chord.message.ChordMessage;
import io.duet.node.Key;
import io.duet.node.Peer;
import io.duet.node.TrafficClass;
import io.duet.overlay.ContentName;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Many contents of one node; a record lives for 120 s, and is renewed every 30 s. */
class PublicationsTest {
  private static final int MANY = 2_000;

  private final RingWorld world = new RingWorld(8, 1, Map.of("replicas", "3"));

  private static Key key(int i) {
    return Key.ofName("file " + i);
  }

  private ChordNode publishMany() {
    world.assembled();
    ChordNode provider = world.ring().get(2);
    for (int i = 0; i < MANY; i++) {
      provider.publish(key(i));
    }
    return provider;
  }

  private long messages(double seconds) {
    long before = world.simulation.traffic().messagesSent(TrafficClass.PUBLISH);
    world.pass(seconds);
    return world.simulation.traffic().messagesSent(TrafficClass.PUBLISH) - before;
  }

  private List<Integer> lacking(int members) {
    return IntStream.range(0, MANY).filter(i -> keepers(key(i)) < members).boxed().toList();
  }

  private long keepers(Key key) {
    return world.ring().stream().filter(node -> !node.contents().recordsOf(key).isEmpty()).count();
  }

  @Test
  void publish_ofManyContents_isAFewLargeMessages_andEachOneIsAcknowledged() {
    publishMany();
    long messages = messages(25);
    assertThat(lacking(3)).isEmpty();
    assertThat(world.announced).hasSize(MANY);
    assertThat(messages).isLessThan(MANY); // 7 a record if each were stored alone
  }

  @Test
  void records_areRenewedByTheirDigest_atTheReplicasToo() {
    publishMany();
    world.pass(35);
    world.announced.clear();
    assertThat(messages(30)).isLessThan(400);
    world.pass(300);
    assertThat(lacking(3)).isEmpty();
    assertThat(world.announced).isEmpty(); // none was stored again
  }

  /** Each member owns few of the records, so that a digest covers few. */
  @Test
  void records_ofManyOwners_areRenewedInTime() {
    RingWorld large = new RingWorld(64, 1, Map.of("replicas", "1")).assembled();
    for (int i = 0; i < MANY; i++) {
      large.ring().get(2).publish(key(i));
    }
    large.pass(60);
    large.announced.clear();
    large.pass(400);
    assertThat(large.ring().stream().mapToInt(ChordNode::recordsKept).sum()).isEqualTo(MANY);
    assertThat(large.announced).isEmpty(); // none was stored again
  }

  @Test
  void recordsThatTheirOwnerHasLost_areStoredAgain() {
    publishMany();
    world.pass(25);
    for (ChordNode node : world.ring()) {
      node.contents().store().records().expire(Long.MAX_VALUE / 2);
    }
    assertThat(lacking(1)).hasSize(MANY);
    world.pass(65);
    assertThat(lacking(3)).isEmpty();
  }

  @Test
  void records_areFoundAfterHalfOfTheMembersHaveBeenReplaced() {
    world.join(0);
    for (int i = 1; i < 4; i++) {
      world.join(i);
      world.pass(5);
    }
    world.pass(20);
    for (int i = 0; i < MANY; i++) {
      world.nodes.get(1).publish(key(i));
    }
    for (int i = 4; i < 8; i++) {
      world.pass(20);
      world.join(i);
      if (i % 2 == 0) {
        world.simulation.crash(i == 4 ? 2 : 3);
      }
    }
    world.pass(300);
    assertThat(lacking(3)).isEmpty();
    for (int i = 0; i < MANY; i += 100) {
      assertThat(world.search(world.nodes.get(7), key(i)).providers()).hasSize(1);
    }
  }

  @Test
  void recordThatIsWithdrawn_isNotRenewed() {
    ChordNode provider = publishMany();
    world.pass(40);
    for (int i = 0; i < MANY; i += 2) {
      provider.withdraw(key(i));
    }
    assertThat(messages(29)).isLessThan(8 * (MANY / 2 / 32 + 8) + 400);
    world.pass(200);
    for (int i = 0; i < MANY; i++) {
      assertThat(keepers(key(i))).isEqualTo(i % 2 == 0 ? 0 : 3);
    }
  }

  @Test
  void recordThatIsWithdrawnBeforeItIsStored_isStoredByNobody() {
    ChordNode provider = publishMany();
    for (int i = 0; i < MANY; i++) {
      provider.withdraw(key(i));
    }
    world.pass(25);
    assertThat(lacking(1)).hasSize(MANY);
    provider.publish(key(5));
    world.pass(5);
    assertThat(keepers(key(5))).isEqualTo(3);
  }

  @Test
  void publish_ofANodeThatOwnsAllKeys_endsAtOnce() {
    RingWorld alone = new RingWorld(1, 1, Map.of()).assembled();
    for (int i = 0; i < MANY; i++) {
      alone.nodes.get(0).publish(key(i));
    }
    assertThat(alone.nodes.get(0).recordsKept()).isEqualTo(MANY);
    alone.pass(300);
    assertThat(alone.nodes.get(0).recordsKept()).isEqualTo(MANY);
  }

  @Test
  void word_isPublishedWithAsManyNamesAsItsOwnerStores() {
    world.assembled();
    ChordNode provider = world.ring().get(2);
    for (int i = 0; i <= RecordStore.POSTINGS_MAX; i++) {
      provider.publish(new ContentName("common " + i));
    }
    world.pass(120);
    assertThat(world.refusals).isEmpty();
    assertThat(postings("common")).hasSize(RecordStore.POSTINGS_MAX).doesNotContain("common 4096");
    provider.withdraw(new ContentName("common 0"));
    provider.publish(new ContentName("common 5000"));
    world.pass(200);
    assertThat(postings("common"))
        .hasSize(RecordStore.POSTINGS_MAX)
        .contains("common 5000")
        .doesNotContain("common 0");
  }

  private List<String> postings(String word) {
    ChordNode owner = world.ownerOf(RingId.of(StoredRecord.ofWord(word)));
    return owner.contents().postings(word).stream().map(StoredRecord::name).toList();
  }

  @Test
  void renewal_ofAnotherRange_isRefused_andOfOthersRecordsDoesNothing() {
    ChordNode provider = publishMany();
    world.pass(25);
    Key key = key(0);
    ChordNode owner = world.ownerOf(RingId.of(key));
    RecordRange range = RecordRange.of(RingId.of(key) - 1, RingId.of(key));
    Peer self = provider.host().self();
    long mark = new StoredRecord(key, self, 1, false).place().mark();
    ReplicatedStore store = owner.contents().store();
    assertThat(store.renew(self, range, mark, 60)).isTrue();
    assertThat(store.renew(world.ring().get(5).host().self(), range, mark, 60)).isFalse();
    ChordNode other = world.ring().get((world.ring().indexOf(owner) + 1) % 8);
    assertThat(other.contents().store().renew(self, range, mark, 60)).isFalse();
    Peer beyond = world.ring().get((world.ring().indexOf(owner) + 2) % 8).host().self();
    other.onMessage(beyond, new ChordMessage.RenewCopies(1, self, range, mark, 60));
    assertThat(world.refusals).containsExactly("comparison by no owner");
  }
}
