package io.duet.unstructured.mailbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.duet.node.Message;
import io.duet.node.PeerAddress;
import io.duet.wire.FrameBuffer;
import io.duet.wire.KryoCodec;
import io.duet.wire.MalformedMessageException;
import io.duet.wire.MessageRegistry;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What stands on the wire at its bounds, and what is refused beyond them. */
class MailboxFormatsTest {
  private static final PeerAddress PEER = PeerAddress.ofIpv4(10 << 24 | 1, 4_000);

  private final KryoCodec codec = new KryoCodec(registry());

  private static MessageRegistry registry() {
    MessageRegistry.Builder messages = MessageRegistry.builder();
    new MailboxPlugin().register(messages);
    return messages.build();
  }

  private Message throughTheWire(Message message) {
    FrameBuffer buffer = new FrameBuffer(1 << 20);
    int bytes = codec.encode(buffer, message);
    return codec.decode(buffer.array(), KryoCodec.LENGTH_BYTES, bytes - KryoCodec.LENGTH_BYTES);
  }

  private static StoredRequest mail(String text) {
    return new StoredRequest(new StoredRequest.Id(PEER, -5), PEER, text, 60);
  }

  @Test
  void messagesAtTheirBounds_surviveTheWire() {
    List<Message> largest =
        List.of(
            new MailboxMessage.PeerList(1, true, Collections.nCopies(1_024, PEER)),
            new MailboxMessage.AskReply(2, true, Collections.nCopies(16, PEER)),
            new MailboxMessage.Keep(3, mail("é".repeat(512))));
    largest.forEach(message -> assertThat(throughTheWire(message)).isEqualTo(message));
  }

  @Test
  void messagesBeyondTheirBounds_areRefused() {
    List<Message> tooLarge =
        List.of(
            new MailboxMessage.PeerList(1, true, Collections.nCopies(1_025, PEER)),
            new MailboxMessage.Welcome(2, Collections.nCopies(17, PEER)),
            new MailboxMessage.AskReply(3, true, Collections.nCopies(17, PEER)),
            new MailboxMessage.Keep(4, mail("é".repeat(513))),
            new MailboxMessage.Deliver(5, mail("")),
            new MailboxMessage.Deliver(6, mail("a\u001b[2Jb")));
    for (Message message : tooLarge) {
      assertThatThrownBy(() -> throughTheWire(message))
          .as("%s", message.getClass())
          .isInstanceOf(MalformedMessageException.class);
    }
  }
}
