package io.duet.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.duet.node.PeerAddress;
import io.duet.overlay.OverlayEvent;
import org.junit.jupiter.api.Test;

class RequestEventsTest {
  private final RequestEvents events = new RequestEvents();

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
    add(RequestEvents.KEPT_MAX + 5);
    assertThat(events.since(0)).hasSize(RequestEvents.KEPT_MAX);
    assertThat(events.since(0).get(0).number()).isEqualTo(5);
  }
}
