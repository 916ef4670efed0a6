package io.duet.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.duet.node.Message;
import io.duet.node.Purpose;
import io.duet.wire.MessageRegistry;
import org.junit.jupiter.api.Test;

class WireCheckTest {
  private static final int BYTES = MessageRegistry.HEADER_BYTES + 4;

  private record Note(int number) implements Message {
    @Override
    public Purpose purpose() {
      return Purpose.SEARCH;
    }
  }

  /** The format of a note, which reads every number as this much more. */
  private static WireCheck reading(int more) {
    return new WireCheck(
        MessageRegistry.builder()
            .add(
                100,
                Note.class,
                (out, note) -> out.writeInt(note.number()),
                in -> new Note(in.readInt() + more))
            .build());
  }

  @Test
  void message_isEqualToTheOneThatWasSent_butAnother() {
    Note sent = new Note(7);
    assertThat(reading(0).decoded(sent, BYTES)).isEqualTo(sent).isNotSameAs(sent);
  }

  @Test
  void formatThatReadsWhatWasNotWritten_isFound() {
    assertThatThrownBy(() -> reading(1).decoded(new Note(7), BYTES))
        .hasMessageContaining("Note[number=7] was decoded as Note[number=8]");
  }

  @Test
  void sizeThatIsNotTheFrames_isFound() {
    assertThatThrownBy(() -> reading(0).decoded(new Note(7), BYTES + 1))
        .hasMessageContaining("9 bytes encoded, not 10");
  }
}
