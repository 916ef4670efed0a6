package io.duet.experiments.baseline;

import static org.assertj.core.api.Assertions.assertThat;

import io.duet.node.Key;
import io.duet.node.Message;
import io.duet.node.NodeEvent;
import io.duet.node.Peer;
import io.duet.node.TrafficClass;
import io.duet.overlay.Overlay;
import io.duet.overlay.ProviderRecord;
import io.duet.overlay.SearchResult;
import io.duet.overlay.spi.OverlayNetwork;
import io.duet.simulation.NetworkModel;
import io.duet.simulation.Simulation;
import io.duet.wire.MessageRegistry;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Four nodes, 0 to 3, and the directory, 4; a round trip takes 60 ms. */
class OracleTest {
  private static final Key KEY = Key.ofName("a file");
  private static final int NODES = 4;

  private final List<String> refusals = new ArrayList<>();
  private final List<Overlay> nodes = new ArrayList<>();
  private Simulation simulation;
  private OverlayNetwork network;

  @BeforeEach
  void build() {
    OraclePlugin oracle = new OraclePlugin();
    MessageRegistry.Builder messages = MessageRegistry.builder();
    oracle.register(messages);
    simulation =
        new Simulation(
            1,
            NetworkModel.constant(60_000_000),
            messages.build(),
            (node, event) -> {
              if (event instanceof NodeEvent.MessageRefused refused) {
                refusals.add(refused.reason());
              }
            });
    network = oracle.network(oracle.defaults(NODES), NODES, new SplittableRandom(1));
    for (int i = 0; i < NODES + network.extraNodes(); i++) {
      simulation.addHost();
    }
    for (int i = 0; i < NODES + network.extraNodes(); i++) {
      nodes.add(network.create(i, simulation.host(i), simulation.peers()));
      simulation.place(i, nodes.get(i));
    }
  }

  private void startAll() {
    nodes.get(NODES).start();
    nodes.subList(0, NODES).forEach(Overlay::start);
    pass(0.1);
  }

  private void pass(double seconds) {
    simulation.runUntil(simulation.nowNanos() + (long) (seconds * 1e9));
  }

  private static BitSet only(int index) {
    BitSet set = new BitSet();
    set.set(index);
    return set;
  }

  private SearchResult search(int node) {
    List<SearchResult> answers = new ArrayList<>();
    nodes.get(node).search(KEY, answers::add);
    pass(6);
    assertThat(answers).hasSize(1);
    return answers.get(0);
  }

  private List<Peer> found(int node) {
    return search(node).providers().stream().map(ProviderRecord::provider).toList();
  }

  private Peer address(int node) {
    return simulation.peers().get(node);
  }

  @Test
  void search_isOneHop_oneMessageThereAndOneBack() {
    startAll();
    nodes.get(2).publish(KEY);
    pass(0.1);
    SearchResult answer = search(0);
    assertThat(answer.status()).isEqualTo(SearchResult.Status.FOUND);
    assertThat(answer.hops()).isEqualTo(1);
    assertThat(answer.providers()).extracting(ProviderRecord::provider).containsExactly(address(2));
    assertThat(simulation.traffic().messagesSent(TrafficClass.SEARCH)).isEqualTo(2);
  }

  @Test
  void search_withoutAProvider_orAfterItsWithdrawal_isNotFound() {
    startAll();
    assertThat(search(0).status()).isEqualTo(SearchResult.Status.NOT_FOUND);
    nodes.get(2).publish(KEY);
    pass(0.1);
    nodes.get(2).withdraw(KEY);
    pass(0.1);
    assertThat(search(0).status()).isEqualTo(SearchResult.Status.NOT_FOUND);
  }

  @Test
  void publish_beforeTheNodeStarts_isAnnouncedWhenItDoes() {
    nodes.get(2).publish(KEY);
    startAll();
    assertThat(found(0)).containsExactly(address(2));
  }

  @Test
  void assemble_announcesInMemory_withoutAnyMessage() {
    nodes.get(2).publish(KEY);
    network.assemble(nodes);
    for (TrafficClass trafficClass : TrafficClass.all()) {
      assertThat(simulation.traffic().messagesSent(trafficClass)).isZero();
    }
    assertThat(nodes).allMatch(Overlay::isJoined);
    assertThat(found(0)).containsExactly(address(2));
  }

  /** The bound is two and a half heartbeats of a second. */
  @Test
  void crashedProvider_isNamedNoMoreWithinTheBound() {
    startAll();
    nodes.get(1).publish(KEY);
    nodes.get(2).publish(KEY);
    pass(0.1);
    simulation.crash(1);
    pass(2.6);
    assertThat(found(0)).containsExactly(address(2));
  }

  @Test
  void directory_namesTheProviderHeardOfLastFirst() {
    startAll();
    nodes.get(1).publish(KEY);
    nodes.get(2).publish(KEY);
    pass(0.1);
    simulation.crash(1);
    pass(1.1); // 2 has sent a heartbeat since, 1 is still within the bound
    assertThat(found(0)).containsExactly(address(2), address(1));
  }

  @Test
  void lostAnnouncementsAndSearches_areSentAgain() {
    startAll();
    simulation.faults().loss(1);
    nodes.get(2).publish(KEY);
    pass(0.5);
    List<SearchResult> answers = new ArrayList<>();
    nodes.get(0).search(KEY, answers::add);
    simulation.faults().loss(0);
    pass(6);
    assertThat(answers)
        .extracting(SearchResult::status)
        .doesNotContain(SearchResult.Status.FAILED)
        .hasSize(1);
    assertThat(found(0)).containsExactly(address(2));
  }

  @Test
  void search_withoutADirectory_failsWithinTheDeadline() {
    startAll();
    simulation.crash(NODES);
    assertThat(search(0).status()).isEqualTo(SearchResult.Status.FAILED);
  }

  @Test
  void unreachableProvider_isNamedAgainOnceItIsHeard() {
    startAll();
    nodes.get(2).publish(KEY);
    pass(0.1);
    nodes.get(NODES).onUnreachable(address(2));
    simulation.faults().partition(only(2), only(NODES));
    assertThat(search(0).status()).isEqualTo(SearchResult.Status.NOT_FOUND);
    simulation.faults().repair();
    pass(1.1); // the next heartbeat comes after a second at most
    assertThat(found(0)).containsExactly(address(2));
  }

  @Test
  void messagesForAnotherNode_areRefused() {
    startAll();
    nodes.get(NODES).onMessage(address(0), new Message.Searching() {});
    nodes.get(0).onMessage(address(3), new OracleMessage.AskReply(1, List.of(address(3))));
    assertThat(refusals).containsExactly("not a message for the directory", "reply to no request");
  }
}
