package io.duet.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.duet.node.Message;
import io.duet.node.Peer;
import io.duet.node.PeerAddress;
import io.duet.node.TrafficClass;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Bytes that follow from a record's components, and the bounds at them. */
class PartsTest {
  private static final int FIRST = 5; // behind length and class id
  private static final Peer PEER = Peer.at(PeerAddress.ofIpv4(0x0a00_0001, 0x1234));

  /** The parent of all messages here. */
  private interface Said extends Message {
    @Override
    default TrafficClass trafficClass() {
      return TrafficClass.SEARCH;
    }
  }

  private sealed interface Shape {
    record Dot() implements Shape {}

    record Line(@Wire.Octet int length) implements Shape {}
  }

  @Wire(id = 110, name = "test.all")
  private record All(
      int number,
      @Wire.VarInt(min = 1, max = 300) int small,
      @Nullable Peer peer,
      Shape shape,
      @Wire.Count(min = 1, max = 2)
          List<@Wire.Utf8(min = 1, max = 3, printable = true) String> texts)
      implements Said {}

  @Wire(id = 111, name = "test.other")
  private record Renamed(
      int other,
      @Wire.VarInt(min = 1, max = 300) int names,
      @Nullable Peer of,
      Shape all,
      @Wire.Count(min = 1, max = 2)
          List<@Wire.Utf8(min = 1, max = 3, printable = true) String> fields)
      implements Said {}

  private record Narrower(
      int number,
      @Wire.VarInt(min = 1, max = 299) int small,
      @Nullable Peer peer,
      Shape shape,
      @Wire.Count(min = 1, max = 2)
          List<@Wire.Utf8(min = 1, max = 3, printable = true) String> texts)
      implements Said {}

  private record Swapped(
      @Wire.VarInt(min = 1, max = 300) int small,
      int number,
      @Nullable Peer peer,
      Shape shape,
      @Wire.Count(min = 1, max = 2)
          List<@Wire.Utf8(min = 1, max = 3, printable = true) String> texts)
      implements Said {}

  private record Unbounded(List<Peer> peers) implements Said {}

  private final MessageRegistry registry = MessageRegistry.builder().add(All.class).build();
  private final KryoCodec codec = new KryoCodec(registry);

  private byte[] frame(Message message) {
    FrameBuffer buffer = new FrameBuffer(1 << 12);
    int bytes = codec.encode(buffer, message);
    assertThat(WireSerializer.bytes(registry.sizeOf(message))).isEqualTo(bytes);
    return Arrays.copyOf(buffer.array(), bytes);
  }

  private Message read(byte[] frame) {
    return codec.decode(frame, KryoCodec.LENGTH_BYTES, frame.length - KryoCodec.LENGTH_BYTES);
  }

  private void assertRefused(String reason, int place, int value) {
    byte[] frame = frame(new All(1, 300, PEER, new Shape.Line(9), List.of("ab", "c")));
    frame[place] = (byte) value;
    assertThatThrownBy(() -> read(frame))
        .isInstanceOf(MalformedMessageException.class)
        .hasMessage(reason);
  }

  @Test
  void components_standInTheOrderOfTheirDeclaration() {
    All all = new All(1, 300, PEER, new Shape.Line(9), List.of("ab", "c"));
    byte[] frame = frame(all);
    assertThat(Arrays.copyOfRange(frame, FIRST, frame.length))
        .containsExactly(
            1, 0, 0, 0, 0xac, 2, 1, 4, 1, 0, 0, 10, 0x12, 0x34, 1, 9, 2, 2, 'a', 'b', 1, 'c');
    assertThat(read(frame)).isEqualTo(all);
  }

  @Test
  void nothing_isOneByte() {
    All all = new All(-1, 1, null, new Shape.Dot(), List.of("a"));
    assertThat(frame(all)).hasSize(FIRST + 4 + 1 + 1 + 1 + 1 + 2);
    assertThat(read(frame(all))).isEqualTo(all);
  }

  @Test
  void valuesBeyondTheirBounds_areRefused() {
    assertRefused("number out of range", FIRST + 4, 0xad); // 301
    assertRefused("bad constant", FIRST + 6, 2); // neither there nor missing
    assertRefused("bad address family", FIRST + 7, 5);
    assertRefused("bad constant", FIRST + 14, 2); // a third shape
    assertRefused("list too long", FIRST + 16, 3);
    assertRefused("list too short", FIRST + 16, 0);
    assertRefused("text too short", FIRST + 17, 0);
    assertRefused("text too long", FIRST + 17, 4);
    assertRefused("text with control characters", FIRST + 18, 7);
  }

  @Test
  void listWithoutABound_hasNoFormat() {
    assertThatThrownBy(() -> Parts.of(Unbounded.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("@Wire.Count");
  }

  private static int fingerprint(int id, String name, Class<? extends Message> type) {
    return MessageRegistry.builder().add(id, name, type).build().fingerprint();
  }

  @Test
  void newNamesInJava_leaveTheFingerprintAsItWas() {
    assertThat(fingerprint(110, "test.all", Renamed.class))
        .isEqualTo(fingerprint(110, "test.all", All.class));
  }

  @Test
  void whatStandsOnTheWire_makesTheFingerprint() {
    assertThat(
            List.of(
                fingerprint(110, "test.all", All.class),
                fingerprint(111, "test.all", All.class),
                fingerprint(110, "test.every", All.class),
                fingerprint(110, "test.all", Narrower.class),
                fingerprint(110, "test.all", Swapped.class)))
        .doesNotHaveDuplicates();
  }

  @Test
  void idsAndNames_areTakenOnce() {
    MessageRegistry.Builder builder = MessageRegistry.builder().add(All.class).add(All.class);
    assertThatThrownBy(() -> builder.add(110, "test.more", Renamed.class))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> builder.add(112, "test.all", Renamed.class))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
