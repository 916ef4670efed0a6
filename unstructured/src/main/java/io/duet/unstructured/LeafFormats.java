package io.duet.unstructured;

import io.duet.wire.MessageRegistry;

/** How the messages between leaves and super-peers stand on the wire; their ids are below 69. */
final class LeafFormats {
  private final MessageRegistry.Builder messages;

  private LeafFormats(MessageRegistry.Builder messages) {
    this.messages = messages;
  }

  static void register(MessageRegistry.Builder messages) {
    LeafFormats formats = new LeafFormats(messages);
    formats.leaves();
    formats.rooms();
    formats.elections();
  }

  private void leaves() {
    messages.add(
        47,
        LeafMessage.Join.class,
        (out, m) -> {
          out.writeInt(m.requestId());
          out.writeBoolean(m.insist());
          out.writeVarInt(m.capacity());
        },
        in -> new LeafMessage.Join(in.readInt(), in.readBoolean(), in.readVarInt()));
    messages.add(
        48,
        LeafMessage.Joined.class,
        (out, m) -> {
          out.writeInt(m.requestId());
          out.writeBoolean(m.accepted());
          out.writeAddresses(m.partners());
          out.writeAddresses(m.others());
        },
        in ->
            new LeafMessage.Joined(
                in.readInt(),
                in.readBoolean(),
                in.readAddresses(UnstructuredFormats.PARTNERS_MAX),
                in.readAddresses(UnstructuredFormats.OTHERS_MAX)));
    messages.add(
        49,
        LeafMessage.Register.class,
        (out, m) -> {
          out.writeInt(m.requestId());
          out.writeBoolean(m.fresh());
          out.writeBoolean(m.added());
          Questions.writeContents(out, m.contents());
        },
        in ->
            new LeafMessage.Register(
                in.readInt(), in.readBoolean(), in.readBoolean(), Questions.readContents(in)));
    messages.addYesOrNo(
        55,
        LeafMessage.Registered.class,
        LeafMessage.Registered::accepted,
        LeafMessage.Registered::new);
    messages.add(
        50,
        LeafMessage.LeafQuery.class,
        (out, m) -> {
          out.writeInt(m.requestId());
          Questions.write(out, m.question());
          out.writeVarInt(m.wanted());
        },
        in ->
            new LeafMessage.LeafQuery(in.readInt(), Questions.read(in), Questions.readWanted(in)));
    messages.add(
        51,
        LeafMessage.LeafAnswer.class,
        (out, m) -> {
          out.writeInt(m.requestId());
          out.writeVarInt(m.hops());
          Questions.writeFindings(out, m.found());
        },
        in ->
            new LeafMessage.LeafAnswer(in.readInt(), in.readVarInt(), Questions.readFindings(in)));
  }

  private void rooms() {
    messages.add(
        66,
        LeafMessage.Room.class,
        (out, m) -> out.writeLong(m.bytes()),
        in -> new LeafMessage.Room(Questions.readBytes(in)));
    messages.add(
        67,
        LeafMessage.Place.class,
        (out, m) -> {
          out.writeInt(m.requestId());
          out.writeText(m.name().text());
          out.writeLong(m.bytes());
        },
        in -> new LeafMessage.Place(in.readInt(), Questions.readName(in), Questions.readBytes(in)));
    messages.add(
        68,
        LeafMessage.Placed.class,
        (out, m) -> {
          out.writeInt(m.requestId());
          out.writeBoolean(m.held());
          out.writeAddresses(m.peers());
        },
        in ->
            new LeafMessage.Placed(
                in.readInt(), in.readBoolean(), in.readAddresses(UnstructuredFormats.OTHERS_MAX)));
  }

  private void elections() {
    messages.add(
        60,
        LeafMessage.Promote.class,
        (out, m) -> {
          out.writeInt(m.requestId());
          out.writeBoolean(m.asPartner());
        },
        in -> new LeafMessage.Promote(in.readInt(), in.readBoolean()));
    messages.addYesOrNo(
        61, LeafMessage.Promoted.class, LeafMessage.Promoted::accepted, LeafMessage.Promoted::new);
    messages.add(
        62,
        LeafMessage.Move.class,
        (out, m) -> out.writeAddress(m.to()),
        in -> new LeafMessage.Move(in.readAddress()));
  }
}
