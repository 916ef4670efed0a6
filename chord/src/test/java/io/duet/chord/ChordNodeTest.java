package io.duet.chord;

import static org.assertj.core.api.Assertions.assertThat;

import io.duet.chord.id.RingId;
import io.duet.chord.id.RingPeer;
import io.duet.chord.id.StoredRecord;
import io.duet.chord.message.ChordMessage;
import io.duet.node.Key;
import io.duet.node.Message;
import io.duet.node.Peer;
import io.duet.node.PeerAddress;
import io.duet.node.TrafficClass;
import io.duet.overlay.ProviderRecord;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a member does with messages that others would not send if they were honest. */
class ChordNodeTest {
  private final RingWorld world =
      new RingWorld(8, 1, Map.of("successors", "3", "replicas", "3")).assembled();
  private final List<ChordNode> ring = world.ring();
  private final ChordNode node = ring.get(4);

  @BeforeEach
  void settle() {
    world.pass(2);
    assertThat(world.refusals).isEmpty();
  }

  private static Peer addressOf(ChordNode member) {
    return member.routing().self().peer();
  }

  private void receives(ChordNode from, Message message) {
    node.onMessage(addressOf(from), message);
  }

  @Test
  void notify_adoptsCloserPredecessor() {
    Peer closer = addressBetween(ring.get(3), node);
    node.onMessage(closer, new ChordMessage.Notify());
    assertThat(node.routing().predecessor()).isEqualTo(RingPeer.of(closer));
  }

  @Test
  void notify_keepsALivePredecessorThatIsCloser() {
    receives(ring.get(1), new ChordMessage.Notify());
    world.pass(1);
    assertThat(node.routing().predecessor()).isEqualTo(ring.get(3).routing().self());
  }

  @Test
  void notify_replacesADeadPredecessorByAFartherOne() {
    world.crash(ring.get(3));
    receives(ring.get(2), new ChordMessage.Notify());
    world.pass(1.5);
    assertThat(node.routing().predecessor()).isEqualTo(ring.get(2).routing().self());
  }

  @Test
  void replyThatWasNeverAskedFor_isRefusedAndChangesNothing() {
    List<RingPeer> before = List.copyOf(node.routing().successors());
    receives(
        ring.get(1), new ChordMessage.Neighbors(77, null, List.of(ring.get(2).routing().self())));
    assertThat(world.refusals).containsExactly("reply to no request");
    assertThat(node.routing().successors()).isEqualTo(before);
  }

  @Test
  void copyOfARecordThatItsSenderCannotOwn_isRefused() {
    Key key = keyOwnedBy(ring.get(4));
    StoredRecord forged = new StoredRecord(key, addressOf(ring.get(7)), 60, false);
    receives(ring.get(1), new ChordMessage.Replicate(List.of(forged)));
    assertThat(world.refusals).containsExactly("copy from no owner");
    assertThat(node.contents().recordsOf(key)).isEmpty();
  }

  @Test
  void storedRecord_namesItsSenderAndNobodyElse() {
    Key key = keyOwnedBy(node);
    receives(ring.get(1), RingWorld.store(key, "", 60));
    assertThat(node.contents().recordsOf(key))
        .extracting(ProviderRecord::provider)
        .containsExactly(addressOf(ring.get(1)));
  }

  @Test
  void storedRecord_livesNoLongerThanAllowed_andNotAtAllWithoutTime() {
    Key key = keyOwnedBy(node);
    receives(ring.get(1), RingWorld.store(key, "", Integer.MAX_VALUE));
    assertThat(node.contents().recordsOf(key).get(0).secondsLeft()).isLessThanOrEqualTo(120);
    receives(ring.get(2), RingWorld.store(key, "", -1));
    assertThat(node.contents().recordsOf(key)).hasSize(1);
  }

  @Test
  void routeThatHasTravelledTooFar_isRefused() {
    receives(
        ring.get(1),
        new ChordMessage.RouteLookup(
            1, 1, 2, addressOf(ring.get(2)), true, 1_000, 0, TrafficClass.SEARCH));
    assertThat(world.refusals).containsExactly("too many hops");
  }

  /**
   * The table of previous hops has 4,096 entries; the next lookup takes the place of the oldest.
   */
  @Test
  void moreOpenRoutesThanTheTableHolds_dropTheOldest_andAreForwarded() {
    long beyond = ring.get(3).routing().self().id() + 1;
    for (int nonce = 0; nonce < 4_100; nonce++) {
      receives(
          ring.get(1),
          new ChordMessage.RouteLookup(
              nonce, nonce, beyond, addressOf(ring.get(1)), false, 1, 0, TrafficClass.SEARCH));
    }
    assertThat(world.refusals).isEmpty();
  }

  @Test
  void answerToALookupThatWasNeverStarted_isRefused() {
    receives(
        ring.get(1),
        new ChordMessage.RouteResult(
            9,
            3,
            0,
            ring.get(1).routing().self(),
            List.of(ring.get(2).routing().self()),
            TrafficClass.SEARCH));
    assertThat(world.refusals).containsExactly("answer to no lookup");
  }

  @Test
  void messageOfAnotherProtocol_isRefused() {
    receives(ring.get(1), new Message.Searching() {});
    assertThat(world.refusals).containsExactly("not a message of the ring");
  }

  private Key keyOwnedBy(ChordNode owner) {
    for (int i = 0; ; i++) {
      Key key = Key.ofName("key " + i);
      if (world.ownerOf(RingId.of(key)) == owner) {
        return key;
      }
    }
  }

  private static Peer addressBetween(ChordNode from, ChordNode to) {
    for (int port = 1; ; port++) {
      Peer address = Peer.at(PeerAddress.ofIpv4(0x7f000001, port));
      if (RingId.isBetween(
          from.routing().self().id(), RingId.of(address.id()), to.routing().self().id())) {
        return address;
      }
    }
  }
}
