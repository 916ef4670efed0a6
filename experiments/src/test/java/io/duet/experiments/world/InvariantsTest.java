package io.duet.experiments.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.duet.node.NodeEvent;
import io.duet.node.Peer;
import io.duet.node.PeerAddress;
import io.duet.overlay.OverlayEvent;
import io.duet.overlay.QueryEvent;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The checkers find what they are there to find, and nothing else. */
class InvariantsTest {
  private static final Peer ONE = Peer.at(PeerAddress.ofIpv4(1, 1));
  private static final Peer TWO = Peer.at(PeerAddress.ofIpv4(2, 2));

  private final List<NodeEvent> passedOn = new ArrayList<>();
  private final Invariants invariants = new Invariants((node, event) -> passedOn.add(event), 1_024);

  private void arrival(Peer node, int ttl, int hops, boolean repeated) {
    invariants.onEvent(node, new QueryEvent.Arrived(7, ttl, hops, repeated));
  }

  @Test
  void queryWithFallingTtl_isAccepted_andPassedOn() {
    arrival(ONE, 3, 1, false);
    arrival(TWO, 2, 2, false);
    arrival(ONE, 1, 3, true);
    assertThatCode(() -> invariants.assertKept("flood")).doesNotThrowAnyException();
    assertThat(passedOn).hasSize(3);
  }

  @Test
  void duplicateThatIsNotRecognised_isFound() {
    arrival(ONE, 3, 1, false);
    arrival(ONE, 3, 1, false);
    assertThatThrownBy(() -> invariants.assertKept("flood"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("flood violated an invariant 1 times")
        .hasMessageContaining("did not recognise a duplicate query");
  }

  /** Among 100,000 addresses, some two have the same hash of 32 bits; these do. */
  @Test
  void nodesWithTheSameHash_areDistinguished() {
    Peer one = Peer.at(PeerAddress.ofIpv4(0x0a00b40e, 59_813));
    Peer other = Peer.at(PeerAddress.ofIpv4(0x0a014de0, 59_813));
    assertThat(one).hasSameHashCodeAs(other);
    arrival(one, 3, 1, false);
    arrival(other, 3, 1, false);
    assertThatCode(() -> invariants.assertKept("flood")).doesNotThrowAnyException();
  }

  @Test
  void nodeThatRestarted_orChangedItsRole_mayHaveForgotten() {
    arrival(ONE, 3, 1, false);
    invariants.forget(ONE);
    arrival(ONE, 3, 1, false);
    invariants.onEvent(ONE, new OverlayEvent.RoleChanged("super-peer"));
    arrival(ONE, 3, 1, false);
    assertThatCode(() -> invariants.assertKept("flood")).doesNotThrowAnyException();
  }

  @Test
  void ttlThatRises_orHasNoStart_isFound() {
    arrival(ONE, 3, 1, false);
    arrival(TWO, 3, 2, false);
    assertThatThrownBy(() -> invariants.assertKept("flood")).hasMessageContaining("rose to 3");
  }

  @Test
  void ttlThatBeginsTooLarge_isFound() {
    arrival(ONE, 1_024, 1, false);
    assertThatThrownBy(() -> invariants.assertKept("flood"))
        .hasMessageContaining("arrived with TTL 1024 at hop 1");
  }

  /** A walker takes more hops than fit into a byte, and its TTL falls all the same. */
  @Test
  void ttlThatRisesFarFromTheOrigin_isFound() {
    arrival(ONE, 1_000, 1, false);
    arrival(TWO, 800, 201, false);
    assertThatCode(() -> invariants.assertKept("walk")).doesNotThrowAnyException();
    arrival(ONE, 800, 202, true);
    assertThatThrownBy(() -> invariants.assertKept("walk")).hasMessageContaining("rose to 800");
  }

  @Test
  void recentPairs_agreeWithASet_untilTheyForget() {
    RecentPairs pairs = new RecentPairs();
    Set<List<Long>> model = new HashSet<>();
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 100_000; i++) {
      long one = random.nextLong(300);
      long other = random.nextLong(300);
      assertThat(pairs.add(one, other)).isEqualTo(model.add(List.of(one, other)));
    }
  }
}
