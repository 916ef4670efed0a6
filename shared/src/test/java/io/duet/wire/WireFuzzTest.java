package io.duet.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.duet.node.Message;
import io.duet.node.PeerAddress;
import io.duet.wire.Handshake.RefusedException;
import io.duet.wire.TestMessages.Ask;
import io.duet.wire.TestMessages.Many;
import io.duet.wire.TestMessages.Told;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Feeds broken bytes to every reader of a socket: valid streams with changed, missing, doubled or
 * chosen bytes, and random bytes. Each reader must refuse them, and allocate no more than the bytes
 * justify.
 *
 * <p>The long run: {@code ./mvnw -Pnightly -pl shared verify -Dtest=WireFuzzTest}
 */
class WireFuzzTest {
  private static final int IN_BUILD = 60_000;
  private static final int NIGHTLY = 10_000_000;

  /** What a run may allocate beyond a constant: the most for a byte is a list's element. */
  private static final int ALLOCATED_PER_BYTE_MAX = 64;

  private static final int ALLOCATED_MAX = 20_000;
  private static final byte[] TELLING = {0, 1, 2, 4, 6, 8, 63, 64, 102, 103, 104, 127, -128, -1};
  private static final PeerAddress SELF = PeerAddress.ofIpv4(0x7f00_0001, 4000);

  private final KryoCodec codec = new KryoCodec(TestMessages.registry());

  /** Counts messages; the decoder needs somewhere to send them. */
  private static final class Counter implements FrameDecoder.Sink {
    private int messages;

    @Override
    public boolean onMessage(Message message, int frameBytes) {
      messages++;
      return true;
    }

    @Override
    public void onGoodbye() {}
  }

  @Test
  void decoder_refusesBrokenBytes() {
    fuzz(1, IN_BUILD);
  }

  @Test
  @Tag("nightly")
  @Timeout(value = 30, unit = TimeUnit.MINUTES)
  void decoder_refusesBrokenBytes_forLong() {
    fuzz(System.nanoTime(), NIGHTLY);
  }

  private void fuzz(long seed, int rounds) {
    Counter counter = new Counter();
    byte[] valid = validStream();
    int refused = 0;
    for (int i = 0; i < rounds; i++) {
      SplittableRandom random = new SplittableRandom(seed + i);
      refused += decode(mutate(valid, random), random, counter, seed + i) ? 0 : 1;
      refused += greet(random, seed + i) ? 0 : 1;
    }
    assertThat(refused).isBetween(rounds / 10, 2 * rounds);
    assertThat(counter.messages).isGreaterThan(rounds / 10);
  }

  /** A decoder's first steps load classes; what the bytes cause, they cause a second time too. */
  private boolean decode(byte[] bytes, SplittableRandom random, Counter counter, long seed) {
    int cut = random.nextInt(bytes.length + 1);
    long allowed = ALLOCATED_MAX + (long) ALLOCATED_PER_BYTE_MAX * bytes.length;
    AllocationMeter meter = new AllocationMeter();
    boolean accepted = accepts(bytes, cut, counter);
    if (meter.bytes() >= allowed) {
      AllocationMeter again = new AllocationMeter();
      accepts(bytes, cut, counter);
      assertThat(again.bytes())
          .as("bytes allocated for %d bytes of seed %d", bytes.length, seed)
          .isLessThan(allowed);
    }
    return accepted;
  }

  private boolean accepts(byte[] bytes, int cut, Counter counter) {
    FrameDecoder decoder = new FrameDecoder(codec, counter);
    try {
      decoder.accept(bytes, 0, cut);
      decoder.accept(bytes, cut, bytes.length - cut);
      return true;
    } catch (MalformedMessageException e) {
      return false;
    }
  }

  private static boolean greet(SplittableRandom random, long seed) {
    Hello hello = new Hello("race", 7, SELF);
    boolean dialing = random.nextBoolean();
    Handshake side = new Handshake(hello, SELF, dialing);
    Handshake other = new Handshake(hello, SELF, !dialing);
    byte[] bytes = mutate(dialing ? other.closing() : other.opening(), random);
    try {
      int used = side.accept(bytes, 0, bytes.length);
      assertThat(used).as("seed %d", seed).isBetween(0, bytes.length);
      return true;
    } catch (RefusedException e) {
      assertThat(e.toBytes().length).as("seed %d", seed).isLessThan(600);
      return false;
    }
  }

  private byte[] validStream() {
    FrameBuffer buffer = new FrameBuffer(1 << 16);
    PeerAddress ipv6 = new PeerAddress(1, 2, 3);
    codec.encode(buffer, new Ask(1, 2));
    codec.encode(buffer, new Many(2, List.of(1L, 2L, 3L), List.of(SELF, ipv6)));
    codec.encode(buffer, new Told(3, 4));
    return Arrays.copyOf(buffer.array(), buffer.length());
  }

  private static byte[] mutate(byte[] valid, SplittableRandom random) {
    byte[] bytes = valid.clone();
    for (int i = random.nextInt(4); i >= 0 && bytes.length > 0; i--) {
      bytes = mutateOnce(bytes, random);
    }
    return bytes;
  }

  private static byte[] mutateOnce(byte[] bytes, SplittableRandom random) {
    int at = random.nextInt(bytes.length);
    switch (random.nextInt(6)) {
      case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
      case 1 -> bytes[at] = TELLING[random.nextInt(TELLING.length)];
      case 2 -> Arrays.fill(bytes, at, Math.min(bytes.length, at + 5), (byte) -1);
      case 3 -> {
        return Arrays.copyOf(bytes, at);
      }
      case 4 -> {
        return repeated(bytes, at, random.nextInt(bytes.length - at) + 1);
      }
      default -> random.nextBytes(bytes);
    }
    return bytes;
  }

  /** The bytes with a piece of them twice. */
  private static byte[] repeated(byte[] bytes, int at, int count) {
    byte[] longer = Arrays.copyOf(bytes, bytes.length + count);
    System.arraycopy(bytes, at, longer, at + count, bytes.length - at);
    return longer;
  }
}
