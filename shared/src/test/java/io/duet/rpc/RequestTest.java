package io.duet.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.duet.node.TrafficClass;
import io.duet.wire.TestMessages.Ask;
import io.duet.wire.TestMessages.Told;
import org.junit.jupiter.api.Test;

class RequestTest {
  private record Unnamed<R extends Reply>(int requestId) implements Request<R> {
    @Override
    public TrafficClass trafficClass() {
      return TrafficClass.SEARCH;
    }
  }

  @Test
  void replyType_isTheClassThatTheRequestNames() {
    assertThat(new Ask(1, 2).replyType()).isEqualTo(Told.class);
  }

  @Test
  void replyType_refusesARequestThatNamesNone() {
    assertThatThrownBy(() -> new Unnamed<Told>(1).replyType())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Unnamed");
  }
}
