package io.duet.experiments.race;

import static org.assertj.core.api.Assertions.assertThat;

import io.duet.node.NodeEvent;
import io.duet.node.Peer;
import io.duet.node.PeerAddress;
import io.duet.overlay.OverlayEvent;
import io.duet.overlay.QueryEvent;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class QueryReachCounterTest {
  private static final Peer NODE = Peer.at(PeerAddress.ofIpv4(1, 2));

  private final List<NodeEvent> passed = new ArrayList<>();
  private final QueryReachCounter counter =
      new QueryReachCounter((node, event) -> passed.add(event));

  private void arrives(int ttl, int hops, boolean repeated) {
    counter.onEvent(NODE, new QueryEvent.Arrived(7, ttl, hops, repeated));
  }

  @Test
  void reach_countsEachNodeOnce_andThoseAtTheLastHop() {
    arrives(1, 1, false);
    arrives(0, 2, false);
    arrives(0, 2, false);
    arrives(0, 2, true);
    assertThat(counter.reach().first()).containsExactly(0, 1, 2);
    assertThat(counter.reach().repeated()).isEqualTo(1);
    assertThat(counter.reach().atLastHop()).isEqualTo(2);
    assertThat(counter.reach().reached()).isEqualTo(3);
    assertThat(counter.reach().arrived()).isEqualTo(4);
  }

  @Test
  void reach_countsLongWaysTogether() {
    arrives(9, 100_000, false);
    arrives(9, QueryReachCounter.HOPS_MAX, false);
    assertThat(counter.reach().first()).hasSize(QueryReachCounter.HOPS_MAX + 1).endsWith(2);
  }

  @Test
  void onEvent_passesEverythingOn() {
    NodeEvent joined = new OverlayEvent.Joined(5);
    counter.onEvent(NODE, joined);
    arrives(1, 1, false);
    assertThat(passed).hasSize(2).contains(joined);
    assertThat(new QueryReachCounter((node, event) -> {}).reach().first()).containsExactly(0);
  }
}
