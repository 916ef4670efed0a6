package io.duet.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AmqpTargetTest {

  @Test
  void address_isReadWithItsDefaults() {
    assertThat(AmqpTarget.parse("amqp://ada:s%2Fcret@broker:1234/home?exchange=events"))
        .isEqualTo(new AmqpTarget("broker", 1234, "ada", "s/cret", "home", "events"));
    assertThat(AmqpTarget.parse("amqp://127.0.0.1"))
        .isEqualTo(new AmqpTarget("127.0.0.1", 5672, "guest", "guest", "/", "duet"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "secret",
        "http://ada:secret@broker",
        "amqp://ada:secret@",
        "amqp://ada:sec ret@broker",
        "amqp://ada:secret@broker?queue=a"
      })
  void otherAddress_isRefused_withoutItsPassword(String address) {
    assertThatThrownBy(() -> AmqpTarget.parse(address))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("--events takes amqp://")
        .hasMessageNotContaining("secret")
        .hasNoCause();
  }

  @Test
  void text_hasNoPassword() {
    assertThat(AmqpTarget.parse("amqp://ada:secret@broker")).asString().doesNotContain("secret");
  }
}
