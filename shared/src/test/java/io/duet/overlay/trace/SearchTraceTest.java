package io.duet.overlay.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.duet.node.Peer;
import io.duet.node.PeerAddress;
import org.junit.jupiter.api.Test;

class SearchTraceTest {
  private static final Peer ONE = Peer.at(PeerAddress.ofIpv4(1, 1));
  private static final Peer TWO = Peer.at(PeerAddress.ofIpv4(2, 1));

  private final SearchTrace trace = new SearchTrace(1_000_000);

  @Test
  void answers_belongToTheLastOpenRequestToTheirPeer() {
    trace.learned(ONE, "finger 3");
    trace.learned(ONE, "successor list");
    trace.asked(ONE, "next hop", 2_000_000);
    trace.asked(TWO, "next hop", 3_000_000);
    trace.answered(ONE, "2 closer members", 6_500_000);
    trace.timedOut(TWO, 13_000_000);
    trace.asked(ONE, "records", 14_000_000);
    assertThat(trace.steps())
        .containsExactly(
            new SearchTrace.Step(ONE, "finger 3", "next hop", 1, 4.5, "2 closer members"),
            new SearchTrace.Step(TWO, "", "next hop", 2, 10.0, "timeout"),
            new SearchTrace.Step(ONE, "finger 3", "records", 13, null, null));
  }

  @Test
  void steps_areBounded() {
    for (int i = 0; i < 2 * SearchTrace.STEPS_MAX; i++) {
      trace.asked(ONE, "next hop", 2_000_000);
    }
    assertThat(trace.steps()).hasSize(SearchTrace.STEPS_MAX);
  }
}
