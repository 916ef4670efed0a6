package io.duet.unstructured.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.duet.node.Message;
import io.duet.overlay.Keywords;
import io.duet.wire.FrameBuffer;
import io.duet.wire.KryoCodec;
import io.duet.wire.MalformedMessageException;
import io.duet.wire.MessageRegistry;
import io.duet.wire.Wire;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BloomFilterFormatTest {
  @Wire(id = 100, name = "test.carrier")
  private record Carrier(BloomFilter filter) implements Message {}

  private final KryoCodec codec =
      new KryoCodec(MessageRegistry.builder().add(Carrier.class).build());

  /** The class id, and the fields. */
  private byte[] bytes(BloomFilter filter) {
    FrameBuffer buffer = new FrameBuffer(1 << 20);
    codec.encode(buffer, new Carrier(filter));
    return Arrays.copyOfRange(buffer.array(), KryoCodec.LENGTH_BYTES, buffer.length());
  }

  private BloomFilter filter(byte... bytes) {
    return ((Carrier) codec.decode(bytes, 0, bytes.length)).filter();
  }

  @Test
  void filter_survivesTheWire_howeverFull() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 200; i++) {
      BloomFilter filter = new BloomFilter(64 << random.nextInt(10), random.nextInt(1, 17));
      for (int added = random.nextInt(1 << random.nextInt(1, 12)); added > 0; added--) {
        filter.add(Keywords.of("w" + random.nextInt()));
      }
      assertThat(filter(bytes(filter))).isEqualTo(filter);
    }
  }

  /**
   * The message size of a filter grows with its content. For 8 KiB of bits it has class id, hashes,
   * 2 bytes of length, 1,024 masks, and all non-zero bytes.
   */
  @Test
  void size_growsWithWhatIsIn() {
    BloomFilter filter = new BloomFilter(1 << 16, 4);
    assertThat(bytes(filter)).hasSize(1 + 1 + 2 + 1_024);
    filter.add(Keywords.of("rose"));
    assertThat(bytes(filter)).hasSize(1 + 1 + 2 + 1_024 + 4);
    long[] full = new long[1_024];
    Arrays.fill(full, -1);
    assertThat(bytes(new BloomFilter(full, 4))).hasSize(1 + 1 + 2 + 1_024 + 8_192);
  }

  @Test
  void read_refusesWhatIsNoFilter() {
    byte id = bytes(new BloomFilter(64, 4))[0];
    assertThat(filter(id, (byte) 4, (byte) 1, (byte) 0)).isEqualTo(new BloomFilter(64, 4));
    assertRefused("filter of no such size", id, (byte) 0, (byte) 1, (byte) 0);
    assertRefused("filter of no such size", id, (byte) 17, (byte) 1, (byte) 0);
    assertRefused("filter of no such size", id, (byte) 4, (byte) 0);
    assertRefused("filter of no such size", id, (byte) 4, (byte) 2, (byte) 0);
    assertRefused("message too short", id, (byte) 4, (byte) 1, (byte) 3, (byte) 1);
    assertRefused("filter with a zero that is none", id, (byte) 4, (byte) 1, (byte) 1, (byte) 0);
    assertRefused("message too long", id, (byte) 4, (byte) 1, (byte) 0, (byte) 0);
  }

  /**
   * The reader allocates nothing for a length that is only declared: 2^31 - 1 blocks would be 16
   * GiB.
   */
  @Test
  void read_allocatesNothingForALengthThatIsOnlyClaimed() {
    byte id = bytes(new BloomFilter(64, 4))[0];
    byte most = (byte) -1;
    assertRefused("filter of no such size", id, (byte) 4, most, most, most, most, (byte) 7);
  }

  private void assertRefused(String reason, byte... bytes) {
    assertThatThrownBy(() -> filter(bytes))
        .isInstanceOf(MalformedMessageException.class)
        .hasMessage(reason);
  }
}
