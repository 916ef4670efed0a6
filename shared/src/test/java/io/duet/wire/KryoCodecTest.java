package io.duet.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.duet.node.Message;
import io.duet.node.PeerAddress;
import io.duet.node.TrafficClass;
import io.duet.wire.TestMessages.Ask;
import io.duet.wire.TestMessages.Many;
import io.duet.wire.TestMessages.Told;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class KryoCodecTest {
  private static final int ASK_BYTES = 4 + 1 + 4 + 8;

  private final MessageRegistry registry = TestMessages.registry();
  private final KryoCodec codec = new KryoCodec(registry);

  static List<Message> messages() {
    return List.of(
        new Ask(7, Long.MIN_VALUE),
        new Told(0, -1),
        new Told(Integer.MAX_VALUE, 1),
        new Many(3, List.of(), List.of()),
        new Many(-3, List.of(1L, 2L), List.of(PeerAddress.ofIpv4(1, 2), new PeerAddress(1, 2, 3))),
        new Many(0, Collections.nCopies(1000, 5L), List.of()));
  }

  @ParameterizedTest
  @MethodSource("messages")
  void decode_givesBackWhatWasEncoded(Message message) {
    byte[] frame = frame(message);
    assertThat(codec.decode(frame, 4, frame.length - 4)).isEqualTo(message);
  }

  @ParameterizedTest
  @MethodSource("messages")
  void encode_takesAsManyBytesAsTheRegistrySays(Message message) {
    FrameBuffer buffer = new FrameBuffer(1 << 20);
    int bytes = codec.encode(buffer, message);
    assertThat(bytes)
        .isEqualTo(WireSerializer.bytes(registry.sizeOf(message)))
        .isEqualTo(buffer.length());
  }

  /** Kryo itself would write ids from 126 on in two bytes. */
  @ParameterizedTest
  @ValueSource(ints = {0, 125, 126, MessageRegistry.ID_LIMIT - 1})
  void everyClassId_takesOneByte(int id) {
    KryoCodec other =
        new KryoCodec(MessageRegistry.builder().add(id, "test.told", Told.class).build());
    FrameBuffer buffer = new FrameBuffer(1 << 20);
    int bytes = other.encode(buffer, new Told(1, 2));
    assertThat(bytes).isEqualTo(4 + 1 + 1 + 8);
    assertThat(buffer.array()[4]).isEqualTo((byte) (id + 2));
    assertThat(other.decode(buffer.array(), 4, bytes - 4)).isEqualTo(new Told(1, 2));
  }

  /** Length 13 (class id, number, payload), 102 for class id 100, then the fields. */
  @Test
  void encode_writesLengthClassIdAndFields() {
    byte[] frame = frame(new Ask(1, 2));
    assertThat(frame).hasSize(ASK_BYTES).startsWith(0, 0, 0, 13, 102, 1, 0, 0, 0, 2);
  }

  @Test
  void encode_leavesTheBufferAsItWas_whenTheFrameWouldBeTooLong() {
    FrameBuffer buffer = new FrameBuffer(8 << 20);
    codec.encode(buffer, new Ask(1, 2));
    assertThat(codec.encode(buffer, large(KryoCodec.FRAME_BYTES_MAX / 8))).isZero();
    assertThat(buffer.length()).isEqualTo(ASK_BYTES);
    assertThat(codec.encode(buffer, large(KryoCodec.FRAME_BYTES_MAX / 8 - 2))).isPositive();
  }

  @Test
  void encode_leavesTheBufferAsItWas_whenItIsFull() {
    FrameBuffer buffer = new FrameBuffer(2048);
    codec.encode(buffer, new Ask(1, 2));
    assertThat(codec.encode(buffer, large(300))).isZero();
    assertThat(buffer.length()).isEqualTo(ASK_BYTES);
  }

  @Test
  void encode_refusesAClassThatIsNotRegistered() {
    record Stranger() implements Message {
      @Override
      public TrafficClass trafficClass() {
        return TrafficClass.SEARCH;
      }
    }
    FrameBuffer buffer = new FrameBuffer(2048);
    assertThatThrownBy(() -> codec.encode(buffer, new Stranger()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(buffer.length()).isZero();
  }

  /**
   * The decoder refuses every unregistered id. 0 is Kryo's null, 1 a class by name, 2 to 11 are
   * Java's own types, and 121 and 255 are free.
   */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 8, 11, 101, 105, 121, 122, 128, 255})
  void decode_refusesEveryIdThatIsNotRegistered(int id) {
    byte[] body = {(byte) id, -1, -1, -1, -1, 7, 0, 0};
    assertMalformed(body, "unknown class id");
  }

  @Test
  void decode_refusesAFrameThatEndsEarly() {
    for (Message message : messages()) {
      byte[] frame = frame(message);
      for (int length = 1; length < Math.min(40, frame.length - 4); length++) {
        byte[] body = Arrays.copyOfRange(frame, 4, 4 + length);
        assertThatThrownBy(() -> codec.decode(body, 0, body.length))
            .isInstanceOf(MalformedMessageException.class);
      }
    }
  }

  @Test
  void decode_refusesBytesBehindTheMessage() {
    byte[] frame = frame(new Ask(1, 2));
    assertMalformed(Arrays.copyOfRange(frame, 4, frame.length + 1), "message too long");
  }

  @Test
  void decode_refusesAnEmptyFrame() {
    assertMalformed(new byte[0], "empty frame");
  }

  @Test
  void decode_refusesARecordThatRefusesItsFields() {
    byte[] frame = frame(new Many(1, List.of(0L), List.of()));
    Arrays.fill(frame, 10, 18, (byte) -1);
    assertMalformed(Arrays.copyOfRange(frame, 4, frame.length), "bad field");
  }

  /** Class id, and a list of 2^31 - 1 (five bytes) and of 2^20 elements (three bytes). */
  @Test
  void decode_allocatesNothingForALengthThatTheFrameDoesNotHold() {
    byte[] huge = {104, 0, 0, 0, 0, -1, -1, -1, -1, 7};
    byte[] large = {104, 0, 0, 0, 0, -128, -128, 64};
    assertMalformed(huge, "list too long");
    assertMalformed(large, "list too long");
    AllocationMeter meter = new AllocationMeter();
    for (int i = 0; i < 1_000; i++) {
      assertThat(refuses(huge) && refuses(large)).isTrue();
    }
    assertThat(meter.bytes()).isLessThan(1_000 * 2_000L);
  }

  private boolean refuses(byte[] body) {
    try {
      codec.decode(body, 0, body.length);
      return false;
    } catch (MalformedMessageException e) {
      return true;
    }
  }

  private void assertMalformed(byte[] body, String reason) {
    assertThatThrownBy(() -> codec.decode(body, 0, body.length))
        .isInstanceOf(MalformedMessageException.class)
        .hasMessage(reason);
  }

  private static Message large(int words) {
    return new Many(0, Collections.nCopies(words, 5L), List.of());
  }

  private byte[] frame(Message message) {
    FrameBuffer buffer = new FrameBuffer(1 << 20);
    codec.encode(buffer, message);
    return Arrays.copyOf(buffer.array(), buffer.length());
  }
}
