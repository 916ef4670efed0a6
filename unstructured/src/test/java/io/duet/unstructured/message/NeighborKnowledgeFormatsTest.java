package io.duet.unstructured.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.duet.node.Key;
import io.duet.node.Message;
import io.duet.node.Peer;
import io.duet.node.PeerAddress;
import io.duet.wire.FrameBuffer;
import io.duet.wire.KryoCodec;
import io.duet.wire.MalformedMessageException;
import io.duet.wire.MessageRegistry;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NeighborKnowledgeFormatsTest {
  private static final Peer PEER = Peer.at(PeerAddress.ofIpv4(0x7f000001, 1_000));

  private final KryoCodec codec;

  NeighborKnowledgeFormatsTest() {
    MessageRegistry.Builder messages = MessageRegistry.builder();
    messages.addAll(UnstructuredMessage.class);
    codec = new KryoCodec(messages.build());
  }

  private byte[] bytes(Message message) {
    FrameBuffer buffer = new FrameBuffer(1 << 20);
    codec.encode(buffer, message);
    return Arrays.copyOfRange(buffer.array(), KryoCodec.LENGTH_BYTES, buffer.length());
  }

  private Message read(byte... bytes) {
    return codec.decode(bytes, 0, bytes.length);
  }

  private static UnstructuredMessage.IndexUpdate update(int providers, int contentsOfEach) {
    List<SharedContent> contents =
        IntStream.range(0, contentsOfEach)
            .mapToObj(i -> SharedContent.of(Key.ofName("file " + i)))
            .toList();
    return new UnstructuredMessage.IndexUpdate(
        1,
        true,
        IntStream.range(0, providers)
            .mapToObj(i -> new UnstructuredMessage.ProviderContents(PEER, true, contents))
            .toList());
  }

  @Test
  void pointers_surviveTheWire_upToTheirBounds() {
    for (UnstructuredMessage.IndexUpdate told :
        List.of(update(0, 0), update(1, 256), update(64, 4), update(64, 0))) {
      assertThat(read(bytes(told))).isEqualTo(told);
    }
  }

  @Test
  void read_refusesMoreThanAMessageMayHold() {
    assertRefused("list too long", bytes(update(65, 0)));
    assertRefused("bad field", twice(bytes(update(1, 129))));
  }

  /**
   * A message with its one provider twice: the providers begin behind class id, number, flag and
   * count.
   */
  private static byte[] twice(byte[] pointers) {
    int start = 1 + 4 + 1 + 1;
    byte[] twice = Arrays.copyOf(pointers, 2 * pointers.length - start);
    System.arraycopy(pointers, start, twice, pointers.length, pointers.length - start);
    twice[start - 1] = 2;
    return twice;
  }

  /** A claim of a billion providers, contents or digests in a few bytes. */
  @Test
  void read_allocatesNothingForALengthThatIsOnlyClaimed() {
    byte[] none = bytes(update(0, 0));
    assertRefused("list too long", withBillion(Arrays.copyOf(none, none.length - 1)));
    byte[] empty = bytes(update(1, 0));
    assertRefused("list too long", withBillion(Arrays.copyOf(empty, empty.length - 1)));
    byte[] taken = bytes(new UnstructuredMessage.IndexUpdateAck(1, true, List.of()));
    assertRefused("list too long", withBillion(Arrays.copyOf(taken, taken.length - 1)));
  }

  private static byte[] withBillion(byte[] start) {
    byte[] bytes = Arrays.copyOf(start, start.length + 5 + 16);
    Arrays.fill(bytes, start.length, start.length + 4, (byte) -1);
    bytes[start.length + 4] = 3; // 2^30 - 1 in groups of seven bits
    return bytes;
  }

  @Test
  void filter_mayBeMissing() {
    UnstructuredMessage.RoutingFilterUpdate none =
        new UnstructuredMessage.RoutingFilterUpdate(7, null);
    assertThat(read(bytes(none))).isEqualTo(none);
  }

  private void assertRefused(String reason, byte... bytes) {
    assertThatThrownBy(() -> read(bytes))
        .isInstanceOf(MalformedMessageException.class)
        .hasMessage(reason);
  }
}
