package io.duet.unstructured.tracker;

import static org.assertj.core.api.Assertions.assertThat;

import io.duet.node.Host;
import io.duet.node.Key;
import io.duet.node.Message;
import io.duet.node.Node;
import io.duet.node.TrafficClass;
import io.duet.overlay.ProviderRecord;
import io.duet.overlay.SearchResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Worlds of a few nodes, worked out by hand; a heartbeat and a timeout are one second each. */
class TrackerTest {
  private static final Key KEY = Key.ofName("a file");

  // --- entering

  /** Nine nodes in all, the entry server among them: five at one tracker, four at the other. */
  @Test
  void entry_sendsEachPeerToTheLeastLoadedTracker() {
    TrackerWorld world = TrackerWorld.joined(8);
    assertThat(world.nodes).allMatch(TrackerNode::isJoined);
    assertThat(List.of(world.index(0).peers(), world.index(1).peers()))
        .containsExactlyInAnyOrder(4, 5);
  }

  /**
   * A crowd between two reports is shared because the entry server counts the peers that it
   * redirects.
   */
  @Test
  void entry_sharesACrowd() {
    TrackerWorld world = TrackerWorld.joined(22, Map.of("heartbeat", "30s"));
    assertThat(Math.abs(world.index(0).peers() - world.index(1).peers())).isLessThanOrEqualTo(2);
  }

  @Test
  void fullTracker_isPassedBy() {
    TrackerWorld world = TrackerWorld.joined(5, Map.of("peersMax", "3"));
    assertThat(world.nodes).allMatch(TrackerNode::isJoined);
    assertThat(world.index(0).peers() + world.index(1).peers()).isEqualTo(6);
  }

  /**
   * Tracker 0 leaves at a peer's heartbeat, and replies to it when the peer has another tracker.
   */
  @Test
  void lateReplyOfAFormerTracker_changesNothing() {
    TrackerWorld world = TrackerWorld.joined(6);
    int peer = IntStream.range(2, 6).filter(i -> world.trackerOf(i) == 0).findFirst().orElseThrow();
    List<Integer> heartbeats = new ArrayList<>();
    boolean[] accepts = {false};
    Host former = world.simulation.host(0);
    world.simulation.place(
        0, Node.answering(former, message -> leave(message, heartbeats, accepts[0])));
    while (world.trackerOf(peer) == 0) {
      world.pass(0.05);
    }
    world.pass(0.3);
    assertThat(world.trackerOf(peer)).isEqualTo(1);
    accepts[0] = true;
    heartbeats.forEach(
        id ->
            former.send(
                world.address(peer), new TrackerMessage.HeartbeatReply(id, false, List.of())));
    world.pass(0.3);
    assertThat(world.trackerOf(peer)).isEqualTo(1);
  }

  private static @Nullable Message leave(
      Message message, List<Integer> heartbeats, boolean accepts) {
    if (message instanceof TrackerMessage.Heartbeat heartbeat) {
      heartbeats.add(heartbeat.requestId());
      return new TrackerMessage.Leave();
    }
    return message instanceof TrackerMessage.Attach attach
        ? new TrackerMessage.AttachReply(attach.requestId(), accepts)
        : null;
  }

  // --- searching

  /** Node 2 asks its tracker, and then node 4 itself: two there and two back. */
  @Test
  void search_asksTheTracker_andThenThePeerItself() {
    TrackerWorld world = TrackerWorld.assembled(7);
    world.nodes.get(4).publish(KEY);
    world.pass(0.1);
    assertThat(world.trackerOf(2)).isEqualTo(world.trackerOf(4)).isZero();
    long before = world.searchMessages();
    SearchResult answer = world.search(2, KEY);
    assertThat(answer.hops()).isEqualTo(2);
    assertThat(world.searchMessages() - before).isEqualTo(4);
    assertThat(world.found(2, KEY)).containsExactly(world.address(4));
  }

  /** A search asks tracker 0 because its own tracker 1 knows no holder. Node 3 searches. */
  @Test
  void search_asksOtherTrackers_whenItsOwnKnowsNoHolder() {
    TrackerWorld world = TrackerWorld.assembled(7);
    world.nodes.get(4).publish(KEY);
    world.pass(0.1);
    assertThat(world.trackerOf(3)).isEqualTo(1);
    SearchResult answer = world.search(3, KEY);
    assertThat(answer.status()).isEqualTo(SearchResult.Status.FOUND);
    assertThat(answer.hops()).isEqualTo(3);
  }

  @Test
  void search_withoutAHolder_isNotFound() {
    TrackerWorld world = TrackerWorld.joined(6);
    assertThat(world.search(2, KEY).status()).isEqualTo(SearchResult.Status.NOT_FOUND);
    world.nodes.get(4).publish(KEY);
    world.pass(0.1);
    assertThat(world.found(2, KEY)).containsExactly(world.address(4));
    world.nodes.get(4).withdraw(KEY);
    assertThat(world.search(2, KEY).status()).isEqualTo(SearchResult.Status.NOT_FOUND);
    assertThat(world.index(0).entries() + world.index(1).entries()).isZero();
  }

  @Test
  void search_findsWholeHoldersFirst_andCrossesTrackersForMissingPieces() {
    TrackerWorld world = TrackerWorld.assembled(8);
    world.nodes.get(4).hold(KEY, PieceBitfield.range(8, 0, 3));
    world.nodes.get(6).hold(KEY, PieceBitfield.of(8, "all"));
    world.pass(0.1);
    assertThat(world.found(2, KEY)).containsExactly(world.address(6), world.address(4));
  }

  @Test
  void ownContent_isFoundWithoutAMessage() {
    TrackerWorld world = TrackerWorld.joined(4);
    world.nodes.get(3).publish(KEY);
    long before = world.searchMessages();
    assertThat(world.found(3, KEY)).containsExactly(world.address(3));
    assertThat(world.searchMessages()).isEqualTo(before);
  }

  /**
   * A search asks the other tracker too when its own knows fewer holders than wanted. Nodes 2, 4
   * and 6 are at tracker 0, and node 3 at tracker 1.
   */
  @Test
  void search_asksOtherTrackersToo_whenItsOwnKnowsFewerThanAreWanted() {
    TrackerWorld world = TrackerWorld.assembled(8);
    List.of(2, 3, 4, 6).forEach(i -> world.nodes.get(i).publish(KEY));
    world.pass(0.1);
    SearchResult answer = world.search(2, KEY, 16);
    assertThat(answer.complete()).isTrue();
    assertThat(answer.providers())
        .extracting(ProviderRecord::provider)
        .containsExactlyInAnyOrder(
            world.address(2), world.address(3), world.address(4), world.address(6));
    assertThat(world.found(2, KEY)).containsExactly(world.address(2));
  }

  @Test
  void answerWithoutASilentTracker_saysThatThereMayBeMore() {
    TrackerWorld world = TrackerWorld.assembled(8);
    List.of(3, 4, 6).forEach(i -> world.nodes.get(i).publish(KEY));
    world.pass(0.1);
    world.simulation.crash(1);
    world.simulation.crash(3);
    SearchResult answer = world.search(2, KEY, 3);
    assertThat(answer.providers()).hasSize(2);
    assertThat(answer.complete()).isFalse();
    assertThat(world.search(2, KEY, 2).complete()).isTrue();
  }

  @Test
  void manyContents_areAllAnnounced() {
    TrackerWorld world = TrackerWorld.joined(4);
    for (int i = 0; i < 200; i++) {
      world.nodes.get(2).publish(Key.ofName("file " + i));
    }
    world.pass(1);
    assertThat(world.index(world.trackerOf(2)).contents()).hasSize(200);
  }

  // --- exchange

  static int firstAt(TrackerWorld world, int tracker, int from) {
    int node = from;
    while (world.trackerOf(node) != tracker) {
      node++;
    }
    return node;
  }

  /**
   * Three that hold the same know each other in time, and name each other; each asked the others
   * itself.
   */
  @Test
  void exchange_letsHoldersKnowEachOther() {
    TrackerWorld world = TrackerWorld.joined(6, Map.of("exchange", "1s"));
    List.of(2, 3, 4).forEach(i -> world.nodes.get(i).publish(KEY));
    world.pass(12);
    String status = world.nodes.get(2).status().toString();
    assertThat(status).contains(world.address(3).toString()).contains(world.address(4).toString());
  }

  /** A peer that knows a holder still finds it when the trackers and the entry server are dead. */
  @Test
  void search_withoutAnyTracker_findsKnownHolders() {
    TrackerWorld world = TrackerWorld.joined(6);
    world.nodes.get(4).publish(KEY);
    world.pass(0.1);
    assertThat(world.found(2, KEY)).containsExactly(world.address(4));
    List.of(0, 1, world.entry).forEach(world.simulation::crash);
    world.pass(5);
    assertThat(world.found(2, KEY)).containsExactly(world.address(4));
    assertThat(world.search(3, KEY).status()).isEqualTo(SearchResult.Status.FAILED);
  }

  // --- death

  /**
   * A crashed peer disappears from its tracker within the bound: 3.5 periods of silence, and one
   * until the next check.
   */
  @Test
  void crashedPeer_disappearsWithinTheBound() {
    TrackerWorld world = TrackerWorld.joined(6);
    world.nodes.get(4).publish(KEY);
    world.pass(0.1);
    world.simulation.crash(4);
    world.pass(4.6);
    assertThat(world.index(0).entries() + world.index(1).entries()).isZero();
    assertThat(world.index(0).contains(world.address(4))).isFalse();
    assertThat(world.index(1).contains(world.address(4))).isFalse();
  }

  @Test
  void crashedPeer_isNotFoundThoughItsTrackerStillNamesIt() {
    TrackerWorld world = TrackerWorld.joined(6, Map.of("heartbeat", "30s"));
    world.nodes.get(4).publish(KEY);
    world.pass(0.1);
    world.simulation.crash(4);
    assertThat(world.search(2, KEY).status()).isEqualTo(SearchResult.Status.NOT_FOUND);
    assertThat(world.index(0).entries() + world.index(1).entries()).isEqualTo(1);
  }

  /**
   * The peers of a dead tracker register with the other tracker within 4.5 s, and announce all
   * their contents again. That time covers a period until the next heartbeat, two timeouts, and a
   * third while the entry server still names the dead tracker.
   */
  @Test
  void trackersDeath_sendsItsPeersToTheOther_andAllIsFoundAgain() {
    TrackerWorld world = TrackerWorld.joined(8);
    for (int i = 1; i < 8; i++) {
      world.nodes.get(i).publish(Key.ofName("file " + i));
    }
    world.pass(0.5);
    world.simulation.crash(0);
    world.pass(4.5);
    for (int i = 1; i < 8; i++) {
      assertThat(world.trackerOf(i)).isEqualTo(1);
      assertThat(world.found(i == 2 ? 3 : 2, Key.ofName("file " + i)))
          .containsExactly(world.address(i));
    }
  }

  /**
   * A search started when a tracker crashes waits until that tracker's peers have registered
   * elsewhere, and finds them.
   */
  @Test
  void searchAtATrackersDeath_isRepeatedAndFindsItsPeers() {
    TrackerWorld world = TrackerWorld.joined(8);
    int publisher = firstAt(world, 0, 2);
    world.nodes.get(publisher).publish(KEY);
    world.pass(1.5);
    world.simulation.crash(0);
    List<SearchResult> answers = new ArrayList<>();
    world.nodes.get(firstAt(world, 1, 2)).search(KEY, answers::add);
    world.pass(6);
    assertThat(answers).extracting(SearchResult::status).containsExactly(SearchResult.Status.FOUND);
  }

  @Test
  void peers_goToATrackerThatTheyKnow_whenTheEntryServerIsDeadToo() {
    TrackerWorld world = TrackerWorld.joined(8);
    world.pass(2);
    world.simulation.crash(world.entry);
    world.simulation.crash(0);
    world.pass(6);
    for (int i = 1; i < 8; i++) {
      assertThat(world.trackerOf(i)).isEqualTo(1);
    }
  }

  /**
   * A restarted tracker receives all announcements again, before a peer has missed it. Its
   * heartbeat replies show that it knows no peer.
   */
  @Test
  void restartedTracker_receivesAllAnnouncementsAgain() {
    TrackerWorld world = TrackerWorld.joined(8);
    int publisher = firstAt(world, 0, 2);
    world.nodes.get(publisher).publish(KEY);
    world.pass(0.1);
    world.simulation.crash(0);
    world.comeBack(0);
    world.pass(1.3);
    assertThat(world.index(0).holders(KEY)).isEqualTo(1);
    assertThat(world.found(firstAt(world, 1, 2), KEY)).containsExactly(world.address(publisher));
  }

  /** Four times a second and no more, however long no tracker is alive. */
  @Test
  void peersWithoutAnyTracker_askTheEntryServerAtTheSameRateForEver() {
    TrackerWorld world = TrackerWorld.joined(4);
    world.simulation.crash(0);
    world.simulation.crash(1);
    world.pass(10);
    long before = world.simulation.traffic().messagesSent(TrafficClass.MAINTENANCE);
    world.pass(60);
    long sent = world.simulation.traffic().messagesSent(TrafficClass.MAINTENANCE) - before;
    assertThat(sent).isLessThan(2 * 2 * 60 * 4 + 200); // two peers, request and reply
  }

  @Test
  void leavingTracker_isReplacedAtOnce() {
    TrackerWorld world = TrackerWorld.joined(8);
    world.simulation.leave(0);
    world.pass(0.3);
    for (int i = 1; i < 8; i++) {
      assertThat(world.trackerOf(i)).isEqualTo(1);
    }
  }

  @Test
  void lostMessages_areSentAgain() {
    TrackerWorld world = TrackerWorld.joined(6);
    world.simulation.faults().loss(1);
    world.nodes.get(3).publish(KEY);
    world.pass(0.5);
    world.simulation.faults().loss(0);
    world.pass(3);
    List<SearchResult> answers = new ArrayList<>();
    world.simulation.faults().loss(1);
    world.nodes.get(2).search(KEY, answers::add);
    world.pass(0.5);
    world.simulation.faults().loss(0);
    world.pass(3);
    assertThat(answers).extracting(SearchResult::status).containsExactly(SearchResult.Status.FOUND);
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 50, 400})
  void assemble_isTheStateThatJoinsLeadTo(int count) {
    TrackerWorld world = TrackerWorld.assembled(count);
    assertThat(world.nodes).allMatch(TrackerNode::isJoined);
    for (TrafficClass trafficClass : TrafficClass.all()) {
      assertThat(world.simulation.traffic().messagesSent(trafficClass)).isZero();
    }
    world.nodes.get(count - 1).publish(KEY);
    world.pass(3);
    assertThat(world.found(0, KEY)).containsExactly(world.address(count - 1));
    assertThat(world.refusals).isEmpty();
  }
}
