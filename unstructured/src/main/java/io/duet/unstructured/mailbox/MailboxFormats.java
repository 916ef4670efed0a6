package io.duet.unstructured.mailbox;

import io.duet.wire.MalformedMessageException;
import io.duet.wire.MessageRegistry;
import io.duet.wire.WireInput;
import io.duet.wire.WireOutput;

/** How the messages of this package stand on the wire; class ids 140 to 150. */
final class MailboxFormats {
  /** At most this many peers are named as ones to try. */
  static final int OTHERS_MAX = 16;

  /** At most this many peers stand in a list. */
  static final int LISTED_MAX = 1_024;

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

  private void presence() {
    messages.add(
        140,
        MailboxMessage.Hello.class,
        (out, m) -> {
          out.writeInt(m.requestId());
          out.writeVarInt(m.listed());
        },
        in -> new MailboxMessage.Hello(in.readInt(), in.readVarInt()));
    messages.add(
        141,
        MailboxMessage.Welcome.class,
        (out, m) -> {
          out.writeInt(m.requestId());
          out.writeAddresses(m.others());
        },
        in -> new MailboxMessage.Welcome(in.readInt(), in.readAddresses(OTHERS_MAX)));
    messages.addBare(142, MailboxMessage.ListPeers.class, MailboxMessage.ListPeers::new);
    messages.add(
        143,
        MailboxMessage.PeerList.class,
        (out, m) -> {
          out.writeInt(m.requestId());
          out.writeBoolean(m.member());
          out.writeAddresses(m.peers());
        },
        in ->
            new MailboxMessage.PeerList(
                in.readInt(), in.readBoolean(), in.readAddresses(LISTED_MAX)));
    messages.add(
        150, MailboxMessage.Farewell.class, (out, m) -> {}, in -> new MailboxMessage.Farewell());
  }

  private void search() {
    messages.add(
        144,
        MailboxMessage.Ask.class,
        (out, m) -> {
          out.writeInt(m.requestId());
          out.writeKey(m.key());
        },
        in -> new MailboxMessage.Ask(in.readInt(), in.readKey()));
    messages.add(
        145,
        MailboxMessage.Told.class,
        (out, m) -> {
          out.writeInt(m.requestId());
          out.writeBoolean(m.offered());
          out.writeAddresses(m.others());
        },
        in ->
            new MailboxMessage.Told(in.readInt(), in.readBoolean(), in.readAddresses(OTHERS_MAX)));
  }

  private void mail() {
    messages.add(
        146,
        MailboxMessage.Keep.class,
        (out, m) -> {
          out.writeInt(m.requestId());
          writeMail(out, m.mail());
        },
        in -> new MailboxMessage.Keep(in.readInt(), readMail(in)));
    messages.addYesOrNo(
        147, MailboxMessage.Kept.class, MailboxMessage.Kept::accepted, MailboxMessage.Kept::new);
    messages.add(
        148,
        MailboxMessage.Deliver.class,
        (out, m) -> {
          out.writeInt(m.requestId());
          writeMail(out, m.mail());
        },
        in -> new MailboxMessage.Deliver(in.readInt(), readMail(in)));
    messages.add(
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
}
