package io.duet.unstructured;

import io.duet.node.Message;
import io.duet.node.PeerAddress;
import io.duet.wire.MessageFormat;
import io.duet.wire.MessageRegistry;
import io.duet.wire.WireInput;
import io.duet.wire.WireOutput;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** How the messages of this package stand on the wire; class ids 40 to 69, and 90 to 95. */
final class UnstructuredFormats {
  /** At most this many other peers are named by one message. */
  static final int OTHERS_MAX = 8;

  private static final int PARTNERS_MAX = 4;

  private static final int ADDRESS_BYTES_MIN = 7;

  private final MessageRegistry.Builder messages;

  private UnstructuredFormats(MessageRegistry.Builder messages) {
    this.messages = messages;
  }

  static void register(MessageRegistry.Builder messages) {
    UnstructuredFormats formats = new UnstructuredFormats(messages);
    formats.links();
    formats.queries();
    formats.walkers();
    formats.partners();
    formats.elections();
    formats.grants();
    formats.confirmations();
    formats.leaves();
    formats.rooms();
    HearsayFormats.register(messages);
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
          writeAddresses(out, m.partners());
          writeAddresses(out, m.others());
        },
        in ->
            new UnstructuredMessage.Linked(
                in.readInt(),
                in.readBoolean(),
                readAddresses(in, PARTNERS_MAX),
                readAddresses(in, OTHERS_MAX)));
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
          writeAddresses(out, m.partners());
          writeAddresses(out, m.others());
        },
        in ->
            new UnstructuredMessage.Pong(
                in.readInt(),
                in.readVarInt(),
                in.readBoolean(),
                in.readInt(),
                readAddresses(in, PARTNERS_MAX),
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
          Questions.write(out, m.question());
          out.writeVarInt(m.wanted());
          out.writeByte(m.ttl());
          out.writeByte(m.hops());
        },
        in ->
            new UnstructuredMessage.Query(
                in.readLong(),
                Questions.read(in),
                Questions.readWanted(in),
                in.readByte(),
                in.readByte()));
    add(
        46,
        UnstructuredMessage.QueryHit.class,
        (out, m) -> {
          out.writeLong(m.id());
          out.writeVarInt(m.hops());
          Questions.writeFindings(out, m.found());
        },
        in ->
            new UnstructuredMessage.QueryHit(
                in.readLong(), in.readVarInt(), Questions.readFindings(in)));
  }

  private void walkers() {
    add(
        52,
        UnstructuredMessage.Walk.class,
        (out, m) -> {
          out.writeLong(m.id());
          Questions.write(out, m.question());
          out.writeVarInt(m.wanted());
          out.writeVarInt(m.ttl());
          out.writeVarInt(m.hops());
          out.writeAddress(m.origin());
        },
        in ->
            new UnstructuredMessage.Walk(
                in.readLong(),
                Questions.read(in),
                Questions.readWanted(in),
                in.readVarInt(),
                in.readVarInt(),
                in.readAddress()));
    add(
        53,
        UnstructuredMessage.StillWanted.class,
        (out, m) -> {
          out.writeInt(m.requestId());
          out.writeLong(m.query());
        },
        in -> new UnstructuredMessage.StillWanted(in.readInt(), in.readLong()));
    add(
        54,
        UnstructuredMessage.Wanted.class,
        (out, m) -> {
          out.writeInt(m.requestId());
          out.writeBoolean(m.wanted());
        },
        in -> new UnstructuredMessage.Wanted(in.readInt(), in.readBoolean()));
  }

  private void partners() {
    add(
        58,
        UnstructuredMessage.Pair.class,
        (out, m) -> out.writeInt(m.requestId()),
        in -> new UnstructuredMessage.Pair(in.readInt()));
    add(
        59,
        UnstructuredMessage.Paired.class,
        (out, m) -> {
          out.writeInt(m.requestId());
          out.writeBoolean(m.accepted());
        },
        in -> new UnstructuredMessage.Paired(in.readInt(), in.readBoolean()));
  }

  private void elections() {
    add(
        60,
        UnstructuredMessage.Promote.class,
        (out, m) -> {
          out.writeInt(m.requestId());
          out.writeBoolean(m.asPartner());
        },
        in -> new UnstructuredMessage.Promote(in.readInt(), in.readBoolean()));
    add(
        61,
        UnstructuredMessage.Promoted.class,
        (out, m) -> {
          out.writeInt(m.requestId());
          out.writeBoolean(m.accepted());
        },
        in -> new UnstructuredMessage.Promoted(in.readInt(), in.readBoolean()));
    add(
        62,
        UnstructuredMessage.Move.class,
        (out, m) -> out.writeAddress(m.to()),
        in -> new UnstructuredMessage.Move(in.readAddress()));
  }

  private void confirmations() {
    add(
        56,
        UnstructuredMessage.Confirm.class,
        (out, m) -> {
          out.writeInt(m.requestId());
          out.writeKey(m.key());
        },
        in -> new UnstructuredMessage.Confirm(in.readInt(), in.readKey()));
    add(
        57,
        UnstructuredMessage.Confirmed.class,
        (out, m) -> {
          out.writeInt(m.requestId());
          out.writeBoolean(m.offered());
        },
        in -> new UnstructuredMessage.Confirmed(in.readInt(), in.readBoolean()));
  }

  private void grants() {
    add(
        90,
        UnstructuredMessage.Grant.class,
        (out, m) -> {
          out.writeVarInt(m.capacity());
          out.writeVarInt(m.tokens());
        },
        in -> new UnstructuredMessage.Grant(in.readVarInt(), in.readVarInt()));
  }

  private void leaves() {
    add(
        47,
        UnstructuredMessage.Join.class,
        (out, m) -> {
          out.writeInt(m.requestId());
          out.writeBoolean(m.insist());
          out.writeVarInt(m.capacity());
        },
        in -> new UnstructuredMessage.Join(in.readInt(), in.readBoolean(), in.readVarInt()));
    add(
        48,
        UnstructuredMessage.Joined.class,
        (out, m) -> {
          out.writeInt(m.requestId());
          out.writeBoolean(m.accepted());
          writeAddresses(out, m.partners());
          writeAddresses(out, m.others());
        },
        in ->
            new UnstructuredMessage.Joined(
                in.readInt(),
                in.readBoolean(),
                readAddresses(in, PARTNERS_MAX),
                readAddresses(in, OTHERS_MAX)));
    add(
        49,
        UnstructuredMessage.Register.class,
        (out, m) -> {
          out.writeInt(m.requestId());
          out.writeBoolean(m.fresh());
          out.writeBoolean(m.added());
          Questions.writeContents(out, m.contents());
        },
        in ->
            new UnstructuredMessage.Register(
                in.readInt(), in.readBoolean(), in.readBoolean(), Questions.readContents(in)));
    add(
        55,
        UnstructuredMessage.Registered.class,
        (out, m) -> {
          out.writeInt(m.requestId());
          out.writeBoolean(m.accepted());
          out.writeInt(m.digest());
        },
        in -> new UnstructuredMessage.Registered(in.readInt(), in.readBoolean(), in.readInt()));
    add(
        50,
        UnstructuredMessage.LeafQuery.class,
        (out, m) -> {
          out.writeInt(m.requestId());
          Questions.write(out, m.question());
          out.writeVarInt(m.wanted());
        },
        in ->
            new UnstructuredMessage.LeafQuery(
                in.readInt(), Questions.read(in), Questions.readWanted(in)));
    add(
        51,
        UnstructuredMessage.LeafAnswer.class,
        (out, m) -> {
          out.writeInt(m.requestId());
          out.writeVarInt(m.hops());
          Questions.writeFindings(out, m.found());
        },
        in ->
            new UnstructuredMessage.LeafAnswer(
                in.readInt(), in.readVarInt(), Questions.readFindings(in)));
  }

  private void rooms() {
    add(
        66,
        UnstructuredMessage.Room.class,
        (out, m) -> out.writeLong(m.bytes()),
        in -> new UnstructuredMessage.Room(Questions.readBytes(in)));
    add(
        67,
        UnstructuredMessage.Place.class,
        (out, m) -> {
          out.writeInt(m.requestId());
          out.writeText(m.name().text());
          out.writeLong(m.bytes());
        },
        in ->
            new UnstructuredMessage.Place(
                in.readInt(), Questions.readName(in), Questions.readBytes(in)));
    add(
        68,
        UnstructuredMessage.Placed.class,
        (out, m) -> {
          out.writeInt(m.requestId());
          out.writeBoolean(m.held());
          writeAddresses(out, m.peers());
        },
        in ->
            new UnstructuredMessage.Placed(
                in.readInt(), in.readBoolean(), readAddresses(in, OTHERS_MAX)));
  }

  static void writeAddresses(WireOutput out, List<PeerAddress> addresses) {
    out.writeVarInt(addresses.size());
    for (int i = 0; i < addresses.size(); i++) {
      out.writeAddress(addresses.get(i));
    }
  }

  static List<PeerAddress> readAddresses(WireInput in, int max) {
    return in.readList(max, ADDRESS_BYTES_MIN, WireInput::readAddress);
  }
}
