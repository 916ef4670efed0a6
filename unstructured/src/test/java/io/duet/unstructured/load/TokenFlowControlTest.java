package io.duet.unstructured.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.duet.node.Key;
import io.duet.node.Peer;
import io.duet.node.TrafficClass;
import io.duet.overlay.SearchResult;
import io.duet.unstructured.UnstructuredWorld;
import io.duet.unstructured.config.CapacityDistribution;
import io.duet.unstructured.message.SearchCriteria;
import io.duet.unstructured.message.UnstructuredMessage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Token flow control in a star. The middle, 0, handles 100 queries a second and has 25 tokens to
 * grant at once. Its neighbors 1, 2 and 3 have capacity 1, 3 and 6.
 */
class TokenFlowControlTest {
  private static final Key KEY = Key.ofName("a file");
  private static final int[] CAPACITIES = {1, 1, 3, 6};

  private final UnstructuredWorld world = star(Map.of());

  private static UnstructuredWorld star(Map<String, String> more) {
    UnstructuredWorld world =
        UnstructuredWorld.linked(
            4,
            peer -> {
              Map<String, String> changes = new LinkedHashMap<>(more);
              changes.put("search", "biased-walk");
              changes.put("walkers", "1");
              changes.put("steps", "1");
              changes.put("queryRate", "100");
              changes.put("capacity", Integer.toString(CAPACITIES[peer]));
              return changes;
            },
            IntStream.rangeClosed(1, 3).mapToObj(i -> new int[] {0, i}).toArray(int[][]::new));
    IntStream.range(0, 4).forEach(peer -> world.superPeer(peer).begin());
    world.pass(1);
    return world;
  }

  /**
   * From now on a neighbor searches {@code perSecond} times a second for contents without a
   * provider. Each search is a walker of one step.
   */
  private void search(int peer, int perSecond, int seconds) {
    for (int i = 0; i < perSecond * seconds; i++) {
      Key key = Key.ofName(peer + " seeks " + i);
      world.simulation.at(
          world.simulation.nowNanos() + i * UnstructuredWorld.SECOND / perSecond,
          () -> world.node(peer).search(key, answer -> {}));
    }
  }

  private static UnstructuredMessage.TokenGrant grant(int capacity, int tokens) {
    return new UnstructuredMessage.TokenGrant(capacity, tokens);
  }

  private void take(int node, int from, UnstructuredMessage.TokenGrant grant) {
    world.node(node).onMessage(world.address(from), grant);
  }

  /** How many of the {@code wanted} walkers a neighbor has sent. */
  private int sent(int peer, int wanted) {
    Peer self = world.address(peer);
    long dropped = world.drops.stream().filter(self::equals).count();
    return wanted - (int) dropped - world.superPeer(peer).router().waiting();
  }

  @Test
  void capacities_areToldAtOnce() {
    TokenFlowControl flow = world.superPeer(0).router().flow();
    assertThat(flow).isNotNull();
    for (int peer = 1; peer <= 3; peer++) {
      assertThat(flow.capacity(world.address(peer))).isEqualTo(CAPACITIES[peer]);
    }
  }

  /**
   * A node shares 25 tokens by the capacities 1, 3 and 6: 2, 7 and 15 tokens. A neighbor that was
   * granted more before is granted the smaller number.
   */
  @Test
  void shares_areInProportionToCapacity() {
    world.superPeer(0).router().maintain();
    world.pass(1);
    assertThat(held(1)).isEqualTo(2);
    assertThat(held(2)).isEqualTo(7);
    assertThat(held(3)).isBetween(8, 15); // as many as when the capacities were not known yet
  }

  /** How many tokens of the middle's a neighbor holds; it has none afterwards. */
  private int held(int peer) {
    int held = 0;
    while (world.superPeer(peer).router().flow().use(world.address(0))) {
      held++;
    }
    return held;
  }

  /**
   * Three neighbors that want ten times as much as the middle handles share its tokens as 1, 3 and
   * 6. Nothing is dropped.
   */
  @Test
  void tokens_comeAtTheRateOfTheMiddle_inProportionToCapacity_andItDropsNothing() {
    int seconds = 20;
    for (int peer = 1; peer <= 3; peer++) {
      search(peer, 300, seconds);
    }
    world.pass(seconds);
    int[] sent = new int[4];
    for (int peer = 1; peer <= 3; peer++) {
      sent[peer] = sent(peer, 300 * seconds);
    }
    assertThat(sent[1] + sent[2] + sent[3]).isBetween(80 * seconds, 102 * seconds + 25);
    assertThat((double) sent[2] / sent[1]).isBetween(2.5, 3.5);
    assertThat((double) sent[3] / sent[1]).isBetween(5.0, 7.0);
    assertThat(world.superPeer(0).router().waiting()).isLessThanOrEqualTo(25);
    assertThat(world.drops).doesNotContain(world.address(0));
  }

  /**
   * A neighbor alone receives the tokens that the others leave. The test waits for one tick of 10
   * tokens and a round trip, 160 ms.
   */
  @Test
  void neighborAlone_getsWhatOthersLeave() {
    search(1, 300, 20);
    world.pass(20);
    assertThat(sent(1, 300 * 20)).isBetween(55 * 20, 102 * 20 + 25);
  }

  @Test
  void calm_costsNothing() {
    long before = world.simulation.traffic().messagesSent(TrafficClass.MAINTENANCE);
    world.pass(60);
    assertThat(world.simulation.traffic().messagesSent(TrafficClass.MAINTENANCE)).isEqualTo(before);
  }

  /** A node grants lost tokens again with its next pings. */
  @Test
  void lostTokens_areMended() {
    take(3, 0, grant(1, 0)); // as if each token had been used for a walker that got lost
    world.node(0).publish(KEY);
    assertThat(world.search(3, KEY).status()).isEqualTo(SearchResult.Status.NOT_FOUND);
    world.superPeer(0).router().maintain();
    world.pass(1);
    assertThat(world.search(3, KEY).status()).isEqualTo(SearchResult.Status.FOUND);
  }

  @Test
  void neighborWithoutTokens_isServedAsLongAsThereIsRoom_andGainsNothing() {
    for (int i = 0; i < 500; i++) {
      Peer origin = world.address(1);
      world
          .simulation
          .host(1)
          .send(
              world.address(0),
              new UnstructuredMessage.Walk(i, new SearchCriteria.OfKey(KEY), 1, 0, 1, origin, 0));
    }
    search(3, 20, 5);
    world.pass(10);
    assertThat(world.drops).isNotEmpty().containsOnly(world.address(1));
    assertThat(sent(3, 100)).isEqualTo(100);
  }

  @Test
  void badGrants_areRefused_andChangeNothing() {
    int billion = 1_000_000_000;
    List<UnstructuredMessage.TokenGrant> bad =
        List.of(
            grant(0, 1),
            grant(-1, 1),
            grant(CapacityDistribution.MAX + 1, 1),
            grant(billion, 1),
            grant(1, -1),
            grant(1, TokenFlowControl.TOKENS_MAX + 1),
            grant(1, billion),
            grant(Integer.MIN_VALUE, Integer.MIN_VALUE));
    bad.forEach(grant -> take(0, 3, grant));
    assertThat(world.refusals)
        .hasSize(bad.size())
        .containsOnly("capacity out of range", "tokens out of range");
    assertThat(world.superPeer(0).router().flow().capacity(world.address(3))).isEqualTo(6);
  }

  @Test
  void tokensOfAStranger_areRefused() {
    take(1, 2, grant(10_000, 10));
    assertThat(world.refusals).containsExactly("tokens of a stranger");
    assertThat(world.superPeer(1).router().flow().capacity(world.address(2))).isEqualTo(1);
  }

  @Test
  void tokens_whereNobodyUsesThem_areRefused() {
    UnstructuredWorld flooding = UnstructuredWorld.linked(2, Map.of(), new int[] {0, 1});
    flooding.node(0).onMessage(flooding.address(1), grant(1, 1));
    assertThat(flooding.refusals).containsExactly("tokens without flow control");
  }

  @Test
  void neighborThatIsGone_isForgotten() {
    world.node(0).onMessage(world.address(3), new UnstructuredMessage.Leave());
    world.superPeer(0).router().maintain();
    assertThat(world.superPeer(0).router().flow().capacity(world.address(3))).isEqualTo(1);
    List<SearchResult> answers = new ArrayList<>();
    world.node(0).search(KEY, answers::add);
    world.pass(12);
    assertThat(answers).hasSize(1);
  }
}
