package io.duet.unstructured;

import io.duet.node.Key;
import io.duet.node.Message;
import io.duet.node.PeerAddress;
import io.duet.overlay.Answer;
import io.duet.wire.MessageFormat;
import io.duet.wire.MessageRegistry;
import io.duet.wire.WireInput;
import io.duet.wire.WireOutput;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** How the messages of this package stand on the wire; class ids 40 to 59. */
final class UnstructuredFormats {
  /** At most this many keys stand in one message. */
  static final int KEYS_MAX = 1_024;

  /** At most this many other peers are named by one message. */
  static final int OTHERS_MAX = 8;

  private static final int ADDRESS_BYTES_MIN = 7;

  private final MessageRegistry.Builder messages;

  private UnstructuredFormats(MessageRegistry.Builder messages) {
    this.messages = messages;
  }

  static void register(MessageRegistry.Builder messages) {
    UnstructuredFormats formats = new UnstructuredFormats(messages);
    formats.links();
    formats.queries();
    formats.leaves();
  }

  private <M extends Message> void add(
      int id, Class<M> type, BiConsumer<WireOutput, M> write, Function<WireInput, M> read) {
    messages.add(id, type, MessageFormat.of(write, read));
  }

  private void links() {
    add(
        40,
        UnstructuredMessage.Link.class,
        (out, m) -> out.writeInt(m.requestId()),
        in -> new UnstructuredMessage.Link(in.readInt()));
    add(
        41,
        UnstructuredMessage.Linked.class,
        (out, m) -> {
          out.writeInt(m.requestId());
          out.writeBoolean(m.accepted());
        },
        in -> new UnstructuredMessage.Linked(in.readInt(), in.readBoolean()));
    add(
        42,
        UnstructuredMessage.Ping.class,
        (out, m) -> out.writeInt(m.requestId()),
        in -> new UnstructuredMessage.Ping(in.readInt()));
    add(
        43,
        UnstructuredMessage.Pong.class,
        (out, m) -> {
          out.writeInt(m.requestId());
          out.writeVarInt(m.load());
          out.writeBoolean(m.known());
          out.writeInt(m.digest());
          writeAddresses(out, m.others());
        },
        in ->
            new UnstructuredMessage.Pong(
                in.readInt(),
                in.readVarInt(),
                in.readBoolean(),
                in.readInt(),
                readAddresses(in, OTHERS_MAX)));
    add(
        44,
        UnstructuredMessage.Farewell.class,
        (out, m) -> {},
        in -> new UnstructuredMessage.Farewell());
  }

  private void queries() {
    add(
        45,
        UnstructuredMessage.Query.class,
        (out, m) -> {
          out.writeLong(m.id());
          out.writeKey(m.key());
          out.writeByte(m.ttl());
          out.writeByte(m.hops());
        },
        in ->
            new UnstructuredMessage.Query(
                in.readLong(), in.readKey(), in.readByte(), in.readByte()));
    add(
        46,
        UnstructuredMessage.QueryHit.class,
        (out, m) -> {
          out.writeLong(m.id());
          out.writeByte(m.hops());
          writeAddresses(out, m.providers());
        },
        in ->
            new UnstructuredMessage.QueryHit(
                in.readLong(), in.readByte(), readAddresses(in, Answer.PROVIDERS_MAX)));
  }

  private void leaves() {
    add(
        47,
        UnstructuredMessage.Attach.class,
        (out, m) -> {
          out.writeInt(m.requestId());
          writeKeys(out, m.keys());
        },
        in -> new UnstructuredMessage.Attach(in.readInt(), readKeys(in)));
    add(
        48,
        UnstructuredMessage.Attached.class,
        (out, m) -> {
          out.writeInt(m.requestId());
          out.writeBoolean(m.accepted());
          writeAddresses(out, m.others());
        },
        in ->
            new UnstructuredMessage.Attached(
                in.readInt(), in.readBoolean(), readAddresses(in, OTHERS_MAX)));
    add(
        49,
        UnstructuredMessage.IndexChange.class,
        (out, m) -> {
          out.writeBoolean(m.added());
          writeKeys(out, m.keys());
        },
        in -> new UnstructuredMessage.IndexChange(in.readBoolean(), readKeys(in)));
    add(
        50,
        UnstructuredMessage.LeafSearch.class,
        (out, m) -> {
          out.writeInt(m.requestId());
          out.writeKey(m.key());
        },
        in -> new UnstructuredMessage.LeafSearch(in.readInt(), in.readKey()));
    add(
        51,
        UnstructuredMessage.LeafAnswer.class,
        (out, m) -> {
          out.writeInt(m.requestId());
          out.writeByte(m.hops());
          writeAddresses(out, m.providers());
        },
        in ->
            new UnstructuredMessage.LeafAnswer(
                in.readInt(), in.readByte(), readAddresses(in, Answer.PROVIDERS_MAX)));
  }

  private static void writeAddresses(WireOutput out, List<PeerAddress> addresses) {
    out.writeVarInt(addresses.size());
    for (int i = 0; i < addresses.size(); i++) {
      out.writeAddress(addresses.get(i));
    }
  }

  private static List<PeerAddress> readAddresses(WireInput in, int max) {
    return in.readList(max, ADDRESS_BYTES_MIN, WireInput::readAddress);
  }

  private static void writeKeys(WireOutput out, List<Key> keys) {
    out.writeVarInt(keys.size());
    keys.forEach(out::writeKey);
  }

  private static List<Key> readKeys(WireInput in) {
    return in.readList(KEYS_MAX, Key.BYTES, WireInput::readKey);
  }
}
