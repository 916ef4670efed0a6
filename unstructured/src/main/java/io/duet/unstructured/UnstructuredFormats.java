package io.duet.unstructured;

import io.duet.overlay.NameAnswer;
import io.duet.wire.MalformedMessageException;
import io.duet.wire.MessageRegistry;
import io.duet.wire.WireInput;

/** How the messages of this package stand on the wire; class ids 40 to 69, and 90 to 95. */
final class UnstructuredFormats {
  /** At most this many other peers are named by one message. */
  static final int OTHERS_MAX = 8;

  static final int PARTNERS_MAX = 4;
  private static final int KEY_BYTES = 32;

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
    formats.grants();
    formats.confirmations();
    LeafFormats.register(messages);
    HearsayFormats.register(messages);
  }

  private void links() {
    messages.addBare(40, UnstructuredMessage.Link.class, UnstructuredMessage.Link::new);
    messages.add(
        41,
        UnstructuredMessage.Linked.class,
        (out, m) -> {
          out.writeInt(m.requestId());
          out.writeBoolean(m.accepted());
          out.writeAddresses(m.partners());
          out.writeAddresses(m.others());
        },
        in ->
            new UnstructuredMessage.Linked(
                in.readInt(),
                in.readBoolean(),
                in.readAddresses(PARTNERS_MAX),
                in.readAddresses(OTHERS_MAX)));
    messages.addBare(42, UnstructuredMessage.Ping.class, UnstructuredMessage.Ping::new);
    messages.add(
        43,
        UnstructuredMessage.Pong.class,
        (out, m) -> {
          out.writeInt(m.requestId());
          out.writeVarInt(m.load());
          out.writeByte(m.bond().ordinal());
          out.writeInt(m.digest());
          out.writeAddresses(m.partners());
          out.writeAddresses(m.others());
        },
        in ->
            new UnstructuredMessage.Pong(
                in.readInt(),
                in.readVarInt(),
                readBond(in),
                in.readInt(),
                in.readAddresses(PARTNERS_MAX),
                in.readAddresses(OTHERS_MAX)));
    messages.add(
        44,
        UnstructuredMessage.Farewell.class,
        (out, m) -> {},
        in -> new UnstructuredMessage.Farewell());
  }

  private static Bond readBond(WireInput in) {
    int ordinal = in.readByte();
    Bond[] bonds = Bond.values();
    if (ordinal >= bonds.length) {
      throw new MalformedMessageException("not a bond");
    }
    return bonds[ordinal];
  }

  private void queries() {
    messages.add(
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
    messages.add(
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
    messages.add(
        52,
        UnstructuredMessage.Walk.class,
        (out, m) -> {
          out.writeLong(m.id());
          Questions.write(out, m.question());
          out.writeVarInt(m.wanted());
          out.writeVarInt(m.ttl());
          out.writeVarInt(m.hops());
          out.writeAddress(m.origin());
          out.writeVarInt(m.walker());
        },
        in ->
            new UnstructuredMessage.Walk(
                in.readLong(),
                Questions.read(in),
                Questions.readWanted(in),
                in.readVarInt(),
                in.readVarInt(),
                in.readAddress(),
                in.readVarInt()));
    messages.add(
        53,
        UnstructuredMessage.StillWanted.class,
        (out, m) -> {
          out.writeInt(m.requestId());
          out.writeLong(m.query());
          out.writeVarInt(m.walker());
        },
        in -> new UnstructuredMessage.StillWanted(in.readInt(), in.readLong(), in.readVarInt()));
    messages.addYesOrNo(
        54,
        UnstructuredMessage.Wanted.class,
        UnstructuredMessage.Wanted::wanted,
        UnstructuredMessage.Wanted::new);
  }

  private void partners() {
    messages.addBare(58, UnstructuredMessage.Pair.class, UnstructuredMessage.Pair::new);
    messages.addYesOrNo(
        59,
        UnstructuredMessage.Paired.class,
        UnstructuredMessage.Paired::accepted,
        UnstructuredMessage.Paired::new);
  }

  private void confirmations() {
    messages.add(
        56,
        UnstructuredMessage.Confirm.class,
        (out, m) -> {
          out.writeInt(m.requestId());
          out.writeVarInt(m.keys().size());
          m.keys().forEach(out::writeKey);
        },
        in ->
            new UnstructuredMessage.Confirm(
                in.readInt(), in.readList(NameAnswer.NAMES_MAX, KEY_BYTES, WireInput::readKey)));
    messages.add(
        57,
        UnstructuredMessage.Confirmed.class,
        (out, m) -> {
          out.writeInt(m.requestId());
          out.writeVarInt(m.offered().size());
          m.offered().forEach(out::writeBoolean);
        },
        in ->
            new UnstructuredMessage.Confirmed(
                in.readInt(), in.readList(NameAnswer.NAMES_MAX, 1, WireInput::readBoolean)));
  }

  private void grants() {
    messages.add(
        90,
        UnstructuredMessage.Grant.class,
        (out, m) -> {
          out.writeVarInt(m.capacity());
          out.writeVarInt(m.tokens());
        },
        in -> new UnstructuredMessage.Grant(in.readVarInt(), in.readVarInt()));
  }
}
