package io.duet.unstructured.tracker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.duet.node.Key;
import io.duet.node.Message;
import io.duet.node.PeerAddress;
import io.duet.node.TrafficClass;
import io.duet.unstructured.tracker.TrackerMessage.Holding;
import io.duet.wire.FrameBuffer;
import io.duet.wire.KryoCodec;
import io.duet.wire.MalformedMessageException;
import io.duet.wire.MessageRegistry;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What stands on the wire at its bounds, and what is refused beyond them. */
class TrackerFormatsTest {
  private static final Key KEY = Key.ofName("a file");
  private static final PeerAddress PEER = PeerAddress.ofIpv4(10 << 24 | 1, 4_000);

  private final KryoCodec codec = new KryoCodec(registry());

  private static MessageRegistry registry() {
    MessageRegistry.Builder messages = MessageRegistry.builder();
    new TrackerPlugin().register(messages);
    return messages.build();
  }

  private Message throughTheWire(Message message) {
    FrameBuffer buffer = new FrameBuffer(1 << 20);
    int bytes = codec.encode(buffer, message);
    return codec.decode(buffer.array(), KryoCodec.LENGTH_BYTES, bytes - KryoCodec.LENGTH_BYTES);
  }

  private static List<PeerAddress> peers(int count) {
    return Collections.nCopies(count, PEER);
  }

  private static Holding holding(int words) {
    return new Holding(KEY, 1_024, Collections.nCopies(words, -1L));
  }

  @Test
  void messagesAtTheirBounds_surviveTheWire() {
    List<Message> largest =
        List.of(
            new TrackerMessage.Redirect(1, peers(16)),
            new TrackerMessage.Announce(2, Collections.nCopies(64, holding(16))),
            new TrackerMessage.Found(3, peers(16), TrafficClass.SEARCH),
            new TrackerMessage.ReplicaCounts(4, Collections.nCopies(1_024, Integer.MAX_VALUE)),
            new TrackerMessage.Have(
                5, 1_024, Collections.nCopies(16, -1L), peers(16), TrafficClass.MAINTENANCE));
    largest.forEach(message -> assertThat(throughTheWire(message)).isEqualTo(message));
  }

  @Test
  void messagesBeyondTheirBounds_areRefused() {
    List<Message> tooLarge =
        List.of(
            new TrackerMessage.Redirect(1, peers(17)),
            new TrackerMessage.HeartbeatReply(2, true, peers(17)),
            new TrackerMessage.Announce(3, Collections.nCopies(65, holding(1))),
            new TrackerMessage.Announce(4, List.of(holding(17))),
            new TrackerMessage.Found(5, peers(17), TrafficClass.SEARCH),
            new TrackerMessage.ReplicaCounts(6, Collections.nCopies(1_025, 1)),
            new TrackerMessage.Have(7, 8, List.of(), peers(17), TrafficClass.SEARCH));
    for (Message message : tooLarge) {
      assertThatThrownBy(() -> throughTheWire(message))
          .as("%s", message.getClass())
          .isInstanceOf(MalformedMessageException.class);
    }
  }
}
