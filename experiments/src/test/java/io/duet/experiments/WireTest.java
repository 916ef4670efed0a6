package io.duet.experiments;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.duet.node.Message;
import io.duet.overlay.spi.Overlays;
import io.duet.wire.FrameBuffer;
import io.duet.wire.KryoCodec;
import io.duet.wire.MalformedMessageException;
import io.duet.wire.MessageRegistry;
import io.duet.wire.WireSerializer;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Every message of every overlay is registered, and survives the wire. */
class WireTest {
  private static final byte[] LYING = {-1, -1, -1, -1, 7}; // 2^31 - 1 as a varint
  private static final int ALLOCATED_MAX = 20_000;
  private static final int ALLOCATED_PER_BYTE_MAX = 128;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final MessageRegistry registry = Overlays.messages();
  private final SplittableRandom random = new SplittableRandom(11);
  private final RandomMessages messages = new RandomMessages(random);

  @Test
  void everyPermittedMessage_isRegistered() {
    for (Class<?> registered : registry.types()) {
      for (Class<?> family : registered.getInterfaces()) {
        if (family.isSealed()) {
          assertThat(registry.types())
              .containsAll(
                  Arrays.stream(family.getPermittedSubclasses()).filter(Class::isRecord).toList());
        }
      }
    }
    assertThat(registry.types()).hasSizeGreaterThan(30);
  }

  @Test
  void everyMessage_survivesTheWire_andTakesTheBytesThatASimulationCounts() {
    KryoCodec codec = new KryoCodec(registry);
    for (Class<?> type : registry.types()) {
      for (int i = 0; i < 20; i++) {
        Message message = messages.next(type);
        FrameBuffer buffer = new FrameBuffer(1 << 20);
        int bytes = codec.encode(buffer, message);
        long size = registry.sizeOf(message);
        int longer = bytes - WireSerializer.bytes(size); // by 12 for each IPv6 address
        assertThat(longer % 12).as("size of %s", message).isZero();
        assertThat(longer / 12).isBetween(0, WireSerializer.addresses(size));
        int header = KryoCodec.LENGTH_BYTES;
        assertThat(codec.decode(buffer.array(), header, bytes - header)).isEqualTo(message);
      }
    }
  }

  @Test
  void registeredTypes_haveDistinctIds() {
    long ids = registry.types().stream().map(registry::idOf).distinct().count();
    assertThat(ids).isEqualTo(registry.types().size());
  }

  /**
   * A codec refuses every message that is cut short, has bytes after its end, or carries a false
   * length.
   */
  @Test
  void brokenBytesOfEveryMessage_areRefused_andMakeNobodyAllocate() {
    KryoCodec codec = new KryoCodec(registry);
    for (Class<?> type : registry.types()) {
      for (int i = 0; i < 5; i++) {
        byte[] body = body(codec, messages.next(type));
        assertThat(accepts(codec, Arrays.copyOf(body, body.length + 1))).as("%s", type).isFalse();
        for (int length = 0; length < Math.min(body.length, 200); length++) {
          assertThat(accepts(codec, Arrays.copyOf(body, length))).as("%s", type).isFalse();
        }
        for (int at = 1; at < Math.min(body.length, 200); at++) {
          byte[] lying = Arrays.copyOf(body, Math.max(body.length, at + LYING.length));
          System.arraycopy(LYING, 0, lying, at, LYING.length);
          accepts(codec, lying);
          random.nextBytes(lying);
          lying[0] = body[0];
          accepts(codec, lying);
        }
      }
    }
  }

  private static byte[] body(KryoCodec codec, Message message) {
    FrameBuffer buffer = new FrameBuffer(1 << 20);
    codec.encode(buffer, message);
    return Arrays.copyOfRange(buffer.array(), KryoCodec.LENGTH_BYTES, buffer.length());
  }

  /**
   * Whether the bytes are a message; a first refusal loads classes, so a second one is measured.
   */
  private static boolean accepts(KryoCodec codec, byte[] body) {
    long allowed = ALLOCATED_MAX + (long) ALLOCATED_PER_BYTE_MAX * body.length;
    for (int tries = 0; ; tries++) {
      long before = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
      boolean accepted = decodes(codec, body);
      long bytes = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
      if (bytes <= allowed) {
        return accepted;
      }
      assertThat(tries).as("%d bytes allocated for %s", bytes, Arrays.toString(body)).isLessThan(2);
    }
  }

  private static boolean decodes(KryoCodec codec, byte[] body) {
    try {
      codec.decode(body, 0, body.length);
      return true;
    } catch (MalformedMessageException e) {
      return false;
    }
  }
}
