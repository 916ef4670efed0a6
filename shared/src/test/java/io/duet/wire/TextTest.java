package io.duet.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.duet.node.Message;
import io.duet.node.TrafficClass;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts on the wire. */
class TextTest {
  private static final int BYTES_MAX = 12;
  private static final int BEFORE = 6; // length, class id, and the text's length

  @Wire(id = 103, name = "test.said")
  private record Said(@Wire.Utf8(max = BYTES_MAX) String text) implements Message {
    @Override
    public TrafficClass trafficClass() {
      return TrafficClass.SEARCH;
    }
  }

  private final MessageRegistry registry = MessageRegistry.builder().add(Said.class).build();
  private final KryoCodec codec = new KryoCodec(registry);

  private byte[] frame(String text) {
    FrameBuffer buffer = new FrameBuffer(1 << 10);
    int bytes = codec.encode(buffer, new Said(text));
    assertThat(WireSerializer.bytes(registry.sizeOf(new Said(text)))).isEqualTo(bytes);
    return Arrays.copyOf(buffer.array(), bytes);
  }

  private Object decoded(byte[] frame) {
    return codec.decode(frame, KryoCodec.LENGTH_BYTES, frame.length - KryoCodec.LENGTH_BYTES);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "zwölf bytes", "東京東京", "𝒳𝒳𝒳"})
  void text_survivesTheWire(String text) {
    assertThat(decoded(frame(text))).isEqualTo(new Said(text));
  }

  @Test
  void textBeyondItsBound_isMalformed() {
    assertThatThrownBy(() -> decoded(frame("thirteen byte")))
        .isInstanceOf(MalformedMessageException.class)
        .hasMessage("text too long");
  }

  /** A byte that begins a letter of two, with no second one. */
  @Test
  void textThatIsNoUtf8_isMalformed() {
    byte[] frame = frame("abc");
    frame[BEFORE + 1] = (byte) 0xc3;
    assertThatThrownBy(() -> decoded(frame))
        .isInstanceOf(MalformedMessageException.class)
        .hasMessage("text is not UTF-8");
  }

  @Test
  void textThatEndsBeyondTheFrame_isMalformed() {
    byte[] frame = frame("abc");
    frame[BEFORE - 1] = 4;
    assertThatThrownBy(() -> decoded(frame)).isInstanceOf(MalformedMessageException.class);
  }
}
