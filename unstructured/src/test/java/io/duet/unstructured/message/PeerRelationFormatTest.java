package io.duet.unstructured.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.duet.node.Message;
import io.duet.wire.FrameBuffer;
import io.duet.wire.KryoCodec;
import io.duet.wire.MalformedMessageException;
import io.duet.wire.MessageRegistry;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class PeerRelationFormatTest {
  private final KryoCodec codec;

  PeerRelationFormatTest() {
    MessageRegistry.Builder messages = MessageRegistry.builder();
    messages.addAll(UnstructuredMessage.class);
    codec = new KryoCodec(messages.build());
  }

  private static UnstructuredMessage.Pong pong(PeerRelation relation) {
    return new UnstructuredMessage.Pong(1, 0, relation, 0, List.of(), List.of());
  }

  private byte[] bytes(Message message) {
    FrameBuffer buffer = new FrameBuffer(1 << 12);
    codec.encode(buffer, message);
    return Arrays.copyOfRange(buffer.array(), KryoCodec.LENGTH_BYTES, buffer.length());
  }

  private Message read(byte... bytes) {
    return codec.decode(bytes, 0, bytes.length);
  }

  @Test
  void bond_survivesTheWire() {
    for (PeerRelation relation : PeerRelation.values()) {
      assertThat(read(bytes(pong(relation)))).isEqualTo(pong(relation));
    }
  }

  @Test
  void bondThatDoesNotExist_isRefused() {
    byte[] bytes = bytes(pong(PeerRelation.NONE));
    int place = Arrays.mismatch(bytes, bytes(pong(PeerRelation.PARTNER)));
    for (int number : List.of(PeerRelation.values().length, 0x7f, 0xff)) {
      bytes[place] = (byte) number;
      assertThatThrownBy(() -> read(bytes))
          .isInstanceOf(MalformedMessageException.class)
          .hasMessageContaining("bad constant");
    }
  }
}
