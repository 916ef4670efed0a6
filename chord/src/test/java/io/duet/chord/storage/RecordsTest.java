package io.duet.chord.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.duet.chord.ChordNode;
import io.duet.chord.RingWorld;
import io.duet.chord.id.RingId;
import io.duet.chord.id.RingPeer;
import io.duet.chord.id.StoredRecord;
import io.duet.chord.message.ChordMessage;
import io.duet.node.Key;
import io.duet.overlay.SearchResult;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordsTest {
  private static final Key KEY = Key.ofName("a file");

  private static RingWorld ringOf(int count, int successors, int replicas) {
    String r = Integer.toString(successors);
    String copies = Integer.toString(replicas);
    return new RingWorld(count, 1, Map.of("successors", r, "replicas", copies)).assembled();
  }

  /** The provider is the k-th member after the owner: the owner itself, a replica, neither. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 6})
  void withdraw_takesAllCopiesBack(int place) {
    RingWorld world = ringOf(12, 4, 4);
    List<ChordNode> ring = world.ring();
    int owner = ring.indexOf(world.ownerOf(RingId.of(KEY)));
    ChordNode provider = ring.get((owner + place) % 12);
    provider.publish(KEY);
    world.pass(2);
    provider.withdraw(KEY);
    world.pass(2);
    assertThat(ring).allMatch(node -> node.contents().recordsOf(KEY).isEmpty());
    assertThat(world.search(ring.get((owner + 8) % 12), KEY).status())
        .isEqualTo(SearchResult.Status.NOT_FOUND);
  }

  @Test
  void leave_handsTheOnlyCopyToTheSuccessor() {
    RingWorld world = ringOf(12, 4, 1);
    List<ChordNode> ring = world.ring();
    int owner = ring.indexOf(world.ownerOf(RingId.of(KEY)));
    ring.get((owner + 5) % 12).publish(KEY);
    world.pass(1);
    world.simulation.leave(world.nodes.indexOf(ring.get(owner)));
    world.pass(1);
    assertThat(world.search(ring.get((owner + 9) % 12), KEY).status())
        .isEqualTo(SearchResult.Status.FOUND);
  }

  /**
   * The owner of a key has lost its record, and its own search finds the replicas at its
   * successors.
   */
  @Test
  void search_byAnOwnerWithoutTheRecord_asksThoseThatFollow() {
    RingWorld world = ringOf(12, 4, 4);
    List<ChordNode> ring = world.ring();
    ChordNode owner = world.ownerOf(RingId.of(KEY));
    int place = ring.indexOf(owner);
    ChordNode provider = ring.get((place + 6) % 12);
    provider.publish(KEY);
    world.pass(2);
    StoredRecord gone = new StoredRecord(KEY, provider.routing().self().peer(), 60, true);
    owner.contents().store().records().put(gone, owner.host().nowNanos());
    SearchResult answer = world.search(owner, KEY);
    assertThat(answer.status()).isEqualTo(SearchResult.Status.FOUND);
    assertThat(answer.hops()).isEqualTo(1);
  }

  /**
   * A search succeeds although the owner names a stranger beyond it as the owner of the key. The
   * replicas at the owner's successors still return the record.
   */
  @Test
  void search_isNotSentAstrayByAnOwnerThatLies() {
    RingWorld world = ringOf(12, 4, 4);
    List<ChordNode> ring = world.ring();
    int owner = ring.indexOf(world.ownerOf(RingId.of(KEY)));
    ring.get((owner + 6) % 12).publish(KEY);
    world.pass(2);
    RingPeer stranger = ring.get((owner + 8) % 12).routing().self();
    world.answer(
        world.nodes.indexOf(ring.get(owner)),
        message ->
            message instanceof ChordMessage.GetRecords get
                ? new ChordMessage.Records(get.requestId(), stranger, List.of())
                : null);
    SearchResult answer = world.search(ring.get((owner + 9) % 12), KEY);
    assertThat(answer.status()).isEqualTo(SearchResult.Status.FOUND);
    assertThat(world.refusals).contains("owner is no closer to the key");
  }

  /**
   * A member returns to the ring after a partition. During the partition it dropped all other
   * members and they dropped it. Then the last member that it knew crashed.
   */
  @Test
  void memberThatWasCutOff_comesBackToTheRing() {
    RingWorld world = ringOf(20, 4, 4);
    int before = (world.ring().indexOf(world.nodes.get(7)) + 19) % 20;
    BitSet one = new BitSet();
    one.set(7);
    BitSet others = new BitSet();
    others.set(0, 20);
    others.clear(7);
    world.simulation.faults().partition(one, others);
    world.pass(60);
    world.crash(world.ring().get(before));
    assertThat(world.nodes.get(7).routing().isAlone()).isTrue();
    world.simulation.faults().repair();
    world.pass(30);
    world.assertIdeal();
  }
}
