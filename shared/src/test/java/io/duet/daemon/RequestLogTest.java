package io.duet.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.duet.node.PeerAddress;
import io.duet.overlay.OverlayEvent;
import org.junit.jupiter.api.Test;

class RequestLogTest {
  private final RequestLog events = new RequestLog();

  private void add(int count) {
    for (int i = 0; i < count; i++) {
      events.add(new OverlayEvent.RequestArrived(PeerAddress.ofIpv4(1, 1), "request", 1));
    }
  }

  @Test
  void events_areNumbered_andReadFromANumberOn() {
    add(3);
    assertThat(events.since(1)).extracting("number").containsExactly(1L, 2L);
    assertThat(events.since(events.next())).isEmpty();
  }

  @Test
  void oldestEvents_areForgotten() {
    add(RequestLog.KEPT_MAX + 5);
    assertThat(events.since(0)).hasSize(RequestLog.KEPT_MAX);
    assertThat(events.since(0).get(0).number()).isEqualTo(5);
  }
}
