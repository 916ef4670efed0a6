package io.duet.unstructured.mailbox;

import io.duet.node.Message;
import io.duet.node.PeerAddress;
import io.duet.wire.MalformedMessageException;
import io.duet.wire.MessageFormat;
import io.duet.wire.MessageRegistry;
import io.duet.wire.WireInput;
import io.duet.wire.WireOutput;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** How the messages of this package stand on the wire; class ids 140 to 150. */
final class MailboxFormats {
  /** At most this many peers are named as ones to try. */
  static final int OTHERS_MAX = 16;

  /** At most this many peers stand in a list. */
  static final int LISTED_MAX = 1_024;

  private static final int ADDRESS_BYTES_MIN = 7;

  private final MessageRegistry.Builder messages;

  private MailboxFormats(MessageRegistry.Builder messages) {
    this.messages = messages;
  }

  static void register(MessageRegistry.Builder messages) {
    MailboxFormats formats = new MailboxFormats(messages);
    formats.presence();
    formats.search();
    formats.mail();
  }

  private <M extends Message> void add(
      int id, Class<M> type, BiConsumer<WireOutput, M> write, Function<WireInput, M> read) {
    messages.add(id, type, MessageFormat.of(write, read));
  }

  private void presence() {
    add(
        140,
        MailboxMessage.Hello.class,
        (out, m) -> {
          out.writeInt(m.requestId());
          out.writeVarInt(m.listed());
        },
        in -> new MailboxMessage.Hello(in.readInt(), in.readVarInt()));
    add(
        141,
        MailboxMessage.Welcome.class,
        (out, m) -> {
          out.writeInt(m.requestId());
          writeAddresses(out, m.others());
        },
        in -> new MailboxMessage.Welcome(in.readInt(), readAddresses(in, OTHERS_MAX)));
    add(
        142,
        MailboxMessage.ListPeers.class,
        (out, m) -> out.writeInt(m.requestId()),
        in -> new MailboxMessage.ListPeers(in.readInt()));
    add(
        143,
        MailboxMessage.PeerList.class,
        (out, m) -> {
          out.writeInt(m.requestId());
          out.writeBoolean(m.member());
          writeAddresses(out, m.peers());
        },
        in ->
            new MailboxMessage.PeerList(
                in.readInt(), in.readBoolean(), readAddresses(in, LISTED_MAX)));
    add(150, MailboxMessage.Farewell.class, (out, m) -> {}, in -> new MailboxMessage.Farewell());
  }

  private void search() {
    add(
        144,
        MailboxMessage.Ask.class,
        (out, m) -> {
          out.writeInt(m.requestId());
          out.writeKey(m.key());
        },
        in -> new MailboxMessage.Ask(in.readInt(), in.readKey()));
    add(
        145,
        MailboxMessage.Told.class,
        (out, m) -> {
          out.writeInt(m.requestId());
          out.writeBoolean(m.offered());
          writeAddresses(out, m.others());
        },
        in ->
            new MailboxMessage.Told(in.readInt(), in.readBoolean(), readAddresses(in, OTHERS_MAX)));
  }

  private void mail() {
    add(
        146,
        MailboxMessage.Keep.class,
        (out, m) -> {
          out.writeInt(m.requestId());
          writeMail(out, m.mail());
        },
        in -> new MailboxMessage.Keep(in.readInt(), readMail(in)));
    add(
        147,
        MailboxMessage.Kept.class,
        (out, m) -> {
          out.writeInt(m.requestId());
          out.writeBoolean(m.accepted());
        },
        in -> new MailboxMessage.Kept(in.readInt(), in.readBoolean()));
    add(
        148,
        MailboxMessage.Deliver.class,
        (out, m) -> {
          out.writeInt(m.requestId());
          writeMail(out, m.mail());
        },
        in -> new MailboxMessage.Deliver(in.readInt(), readMail(in)));
    add(
        149,
        MailboxMessage.Delivered.class,
        (out, m) -> out.writeInt(m.requestId()),
        in -> new MailboxMessage.Delivered(in.readInt()));
  }

  private static void writeMail(WireOutput out, Mail mail) {
    out.writeAddress(mail.id().sender());
    out.writeLong(mail.id().number());
    out.writeAddress(mail.to());
    out.writeText(mail.text());
    out.writeVarInt(mail.secondsLeft());
  }

  private static Mail readMail(WireInput in) {
    Mail.Id id = new Mail.Id(in.readAddress(), in.readLong());
    Mail mail = new Mail(id, in.readAddress(), in.readText(Mail.TEXT_BYTES_MAX), in.readVarInt());
    if (!Mail.isText(mail.text())) {
      throw new MalformedMessageException("not a text");
    }
    return mail;
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
}
