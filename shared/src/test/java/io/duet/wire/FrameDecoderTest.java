package io.duet.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.duet.node.Message;
import io.duet.wire.TestMessages.Ask;
import io.duet.wire.TestMessages.Many;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class FrameDecoderTest implements FrameDecoder.Sink {
  private final KryoCodec codec = new KryoCodec(TestMessages.registry());
  private final FrameDecoder decoder = new FrameDecoder(codec, this);
  private final List<Message> received = new ArrayList<>();
  private int bytesReceived;
  private int goodbyes;
  private int wanted = Integer.MAX_VALUE;

  @Override
  public boolean onMessage(Message message, int frameBytes) {
    received.add(message);
    bytesReceived += frameBytes;
    return received.size() < wanted;
  }

  @Override
  public void onGoodbye() {
    goodbyes++;
  }

  @Test
  void accept_findsTheSameMessages_inPiecesOfAnySize() {
    List<Message> sent =
        List.of(
            new Ask(1, 2),
            new Many(2, Collections.nCopies(300, 9L), List.of()),
            new Many(3, List.of(), List.of()),
            new Ask(4, 5));
    byte[] stream = frames(sent);
    for (int piece = 1; piece <= stream.length; piece++) {
      received.clear();
      bytesReceived = 0;
      for (int from = 0; from < stream.length; from += piece) {
        decoder.accept(stream, from, Math.min(piece, stream.length - from));
      }
      assertThat(received).isEqualTo(sent);
      assertThat(bytesReceived).isEqualTo(stream.length);
    }
  }

  @Test
  void accept_keepsNothingOfTheArray() {
    byte[] stream = frames(List.of(new Ask(1, 2)));
    byte[] shared = Arrays.copyOf(stream, 10);
    decoder.accept(shared, 0, 10);
    Arrays.fill(shared, (byte) -1);
    decoder.accept(stream, 10, stream.length - 10);
    assertThat(received).containsExactly(new Ask(1, 2));
  }

  @Test
  void accept_refusesALengthBeyondTheLimit_beforeTheFrameComes() {
    for (byte[] length : new byte[][] {{0x7f, -1, -1, -1}, {-1, -1, -1, -1}, {0, 16, 0, 0}}) {
      FrameDecoder fresh = new FrameDecoder(codec, this);
      assertThatThrownBy(() -> fresh.accept(length, 0, 4))
          .isInstanceOf(MalformedMessageException.class)
          .hasMessage("frame too long");
    }
  }

  /**
   * The decoder allocates memory only for bytes that have arrived. A frame declares 1 MiB, and ten
   * bytes of it arrive, one by one.
   */
  @Test
  void accept_allocatesForBytesThatCame_notForBytesThatWereDeclared() {
    byte[] declared = {0, 15, -1, -16, 104, 0, 0, 0, 0, 1, 0};
    AllocationMeter meter = new AllocationMeter();
    for (int i = 0; i < declared.length; i++) {
      decoder.accept(declared, i, 1);
    }
    assertThat(meter.bytes()).isLessThan(10_000);
    assertThat(received).isEmpty();
  }

  @Test
  void accept_readsNothingAfterAMalformedFrame() {
    byte[] bad = {0, 0, 0, 1, 0};
    byte[] good = frames(List.of(new Ask(1, 2)));
    assertThatThrownBy(() -> decoder.accept(bad, 0, bad.length))
        .isInstanceOf(MalformedMessageException.class);
    decoder.accept(good, 0, good.length);
    assertThat(received).isEmpty();
  }

  @Test
  void accept_readsNothingAfterAGoodbye() {
    FrameBuffer buffer = new FrameBuffer(1 << 16);
    codec.encode(buffer, new Ask(1, 2));
    buffer.addGoodbye();
    codec.encode(buffer, new Ask(3, 4));
    decoder.accept(buffer.array(), 0, buffer.length());
    assertThat(received).containsExactly(new Ask(1, 2));
    assertThat(goodbyes).isOne();
  }

  @Test
  void accept_stopsWhenNoMoreIsWanted() {
    wanted = 2;
    byte[] stream = frames(Collections.nCopies(5, new Ask(1, 2)));
    decoder.accept(stream, 0, stream.length);
    decoder.accept(stream, 0, stream.length);
    assertThat(received).hasSize(2);
  }

  private byte[] frames(List<? extends Message> messages) {
    FrameBuffer buffer = new FrameBuffer(1 << 20);
    messages.forEach(message -> codec.encode(buffer, message));
    return Arrays.copyOf(buffer.array(), buffer.length());
  }
}
