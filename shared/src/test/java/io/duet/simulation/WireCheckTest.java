package io.duet.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.duet.node.Message;
import io.duet.node.TrafficClass;
import io.duet.wire.MessageRegistry;
import io.duet.wire.Wire;
import org.junit.jupiter.api.Test;

class WireCheckTest {
  private static final int BYTES = MessageRegistry.HEADER_BYTES + 4;

  @Wire(id = 100, name = "test.note")
  record Note(int number) implements Message {
    @Override
    public TrafficClass trafficClass() {
      return TrafficClass.SEARCH;
    }
  }

  /** A message whose number is read as one more. */
  @Wire(id = 101, name = "test.liar")
  record Liar(Shifted number) implements Message {
    @Override
    public TrafficClass trafficClass() {
      return TrafficClass.SEARCH;
    }
  }

  record Shifted(int number) {
    @Wire.Form
    static Shifted of(Plain plain) {
      return new Shifted(plain.number + 1);
    }

    @Wire.Form
    Plain plain() {
      return new Plain(number);
    }
  }

  record Plain(int number) {}

  private final WireCheck check =
      new WireCheck(MessageRegistry.builder().add(Note.class).add(Liar.class).build());

  @Test
  void message_isEqualToTheOneThatWasSent_butAnother() {
    Note sent = new Note(7);
    assertThat(check.decoded(sent, BYTES)).isEqualTo(sent).isNotSameAs(sent);
  }

  @Test
  void formatThatReadsWhatWasNotWritten_isFound() {
    assertThatThrownBy(() -> check.decoded(new Liar(new Shifted(7)), BYTES))
        .hasMessageContaining("Shifted[number=7]")
        .hasMessageContaining("Shifted[number=8]");
  }

  @Test
  void sizeThatIsNotTheFrames_isFound() {
    assertThatThrownBy(() -> check.decoded(new Note(7), BYTES + 1))
        .hasMessageContaining("9 bytes encoded, not 10");
  }
}
