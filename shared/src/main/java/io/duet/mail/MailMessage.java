package io.duet.mail;

import io.duet.node.Message;
import io.duet.transfer.TransferMessage.Answer;
import io.duet.transfer.TransferMessage.Question;
import io.duet.wire.Wire;

/** The messages between mailboxes, each a question on a stream of its own and its answer. */
public sealed interface MailMessage extends Message {

  /** Asks the receiver to keep a copy of the asker's letter, and to deliver it. */
  @Wire(id = 170, name = "mail.keep")
  record Keep(Letter letter) implements MailMessage, Question {}

  /** Says whether the copy is kept. */
  @Wire(id = 171, name = "mail.keep-reply")
  record KeepReply(Keeping result) implements MailMessage, Answer {}

  /** Delivers a letter to its receiver. */
  @Wire(id = 172, name = "mail.deliver")
  record Deliver(Letter letter) implements MailMessage, Question {}

  /** Says whether the receiver has the letter. */
  @Wire(id = 173, name = "mail.deliver-reply")
  record DeliverReply(Taking result) implements MailMessage, Answer {}

  /** Says that the asker is present, and accepts the letters that the receiver holds for it. */
  @Wire(id = 174, name = "mail.returned")
  record Returned() implements MailMessage, Question {}

  /** Acknowledges that the asker is present. */
  @Wire(id = 175, name = "mail.returned-reply")
  record ReturnedReply() implements MailMessage, Answer {}

  /** The result of a request to keep a letter. */
  enum Keeping {
    /** The letter is on disk, now or before. */
    KEPT,
    /** As many letters of this sender are here as may be. */
    SENDER_FULL,
    /** As many letters for this receiver are here as this sender may leave. */
    RECEIVER_FULL,
    /** As many letters are here as may be. */
    FULL,
    /** The letter is another peer's, or for the peer that was asked. */
    NOT_YOURS
  }

  /** The result of a delivery. */
  enum Taking {
    /** The receiver has the letter on disk. */
    TAKEN,
    /** The receiver took the letter before. */
    REPEATED,
    /** The receiver has no room for it; try later. */
    FULL,
    /** The letter is for another peer. */
    NOT_MINE
  }
}
