package io.duet.placement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.duet.node.Peer;
import io.duet.node.PeerAddress;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StrategyTest {
  private static final Candidate SMALL = candidate(1, 10, 1.0);
  private static final Candidate LARGE_BUT_ABSENT = candidate(2, 100, 0.2);
  private static final Candidate RELIABLE = candidate(3, 50, 0.9);
  private static final List<Candidate> ALL = List.of(SMALL, LARGE_BUT_ABSENT, RELIABLE);

  private static Candidate candidate(int port, long free, double availability) {
    return new Candidate(Peer.at(PeerAddress.ofIpv4(0x7f00_0001, port)), free, availability);
  }

  @Test
  void space_prefersWhatCanBeExpectedToBeReachable() {
    assertThat(Strategy.SPACE.order(ALL, 1, null, new Random(1)))
        .containsExactly(RELIABLE, LARGE_BUT_ABSENT, SMALL);
  }

  @Test
  void peersWithoutRoom_areLeftOutByEachStrategy() {
    for (Strategy strategy : Strategy.values()) {
      assertThat(strategy.order(ALL, 50, null, new Random(1)))
          .containsExactlyInAnyOrder(LARGE_BUT_ABSENT, RELIABLE);
    }
  }

  @Test
  void roundRobin_goesOnAfterTheLastPeer() {
    assertThat(Strategy.ROUND_ROBIN.order(ALL, 1, SMALL.peer(), new Random(1)))
        .containsExactly(LARGE_BUT_ABSENT, RELIABLE, SMALL);
    assertThat(Strategy.ROUND_ROBIN.order(ALL, 1, RELIABLE.peer(), new Random(1)))
        .containsExactly(SMALL, LARGE_BUT_ABSENT, RELIABLE);
  }

  @Test
  void random_isRepeatedByItsSeed() {
    assertThat(Strategy.RANDOM.order(ALL, 1, null, new Random(4)))
        .isEqualTo(Strategy.RANDOM.order(ALL, 1, null, new Random(4)));
  }

  @Test
  void unknownName_isRefused() {
    assertThatThrownBy(() -> Strategy.named("best")).hasMessageContaining("space, round-robin");
    assertThat(Strategy.named("round-robin")).isEqualTo(Strategy.ROUND_ROBIN);
  }
}
