package io.duet.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.duet.wire.MessageRegistry;
import io.duet.wire.TestMessages.Ask;
import io.duet.wire.TestMessages.Told;
import io.duet.wire.Wire;
import org.junit.jupiter.api.Test;

class RequestTest {
  @Wire(id = 110, name = "test.unnamed")
  private record Unnamed<R extends Reply>(int requestId) implements Request<R> {}

  @Test
  void registry_refusesARequestThatNamesNoReply() {
    MessageRegistry.Builder messages = MessageRegistry.builder().add(Unnamed.class);
    assertThatThrownBy(messages::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Unnamed");
  }

  @Test
  void registry_refusesARequestWhoseReplyIsNoMessageOfTheNetwork() {
    MessageRegistry.Builder messages = MessageRegistry.builder().add(Ask.class);
    assertThatThrownBy(messages::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("Ask", "Told", "not registered");
    assertThat(messages.add(Told.class).build().knows(Told.class)).isTrue();
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
