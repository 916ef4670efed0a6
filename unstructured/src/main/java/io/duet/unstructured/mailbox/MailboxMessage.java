package io.duet.unstructured.mailbox;

import io.duet.node.Key;
import io.duet.node.Message;
import io.duet.node.Peer;
import io.duet.rpc.Reply;
import io.duet.rpc.Request;
import io.duet.wire.Wire;
import java.util.List;

/** The messages of peers with a mailbox; each peer makes statements about itself only. */
sealed interface MailboxMessage extends Message {
  /** The maximum number of other peers that a message names. */
  int OTHERS_MAX = 16;

  /** The maximum length of a peer list. */
  int LISTED_MAX = 1_024;

  /**
   * Asks whether the receiver is active, and says that the sender is.
   *
   * @param listed the number of active peers that the sender lists
   */
  @Wire(id = 140, name = "mailbox.hello")
  record Hello(int requestId, @Wire.VarInt int listed)
      implements MailboxMessage, Request<Welcome> {}

  /** The sender is active; names a few peers if the receiver lists fewer. */
  @Wire(id = 141, name = "mailbox.welcome")
  record Welcome(int requestId, @Wire.Count(max = OTHERS_MAX) List<Peer> others)
      implements MailboxMessage, Reply {}

  /** Asks for the active peers of the receiver. */
  @Wire(id = 142, name = "mailbox.list-peers")
  record ListPeers(int requestId) implements MailboxMessage, Request<PeerList> {}

  /** The active peers, and whether the sender is a member itself. */
  @Wire(id = 143, name = "mailbox.peer-list")
  record PeerList(int requestId, boolean member, @Wire.Count(max = LISTED_MAX) List<Peer> peers)
      implements MailboxMessage, Reply {}

  /** Asks whether the receiver offers a content. */
  @Wire(id = 144, name = "mailbox.ask")
  record Ask(int requestId, Key key) implements MailboxMessage, Searching, Request<AskReply> {}

  /** Whether the sender offers the content; names other peers if its list is full. */
  @Wire(id = 145, name = "mailbox.ask-reply")
  record AskReply(int requestId, boolean offered, @Wire.Count(max = OTHERS_MAX) List<Peer> others)
      implements MailboxMessage, Searching, Reply {}

  /** Asks the receiver to keep a copy of the sender's request and to deliver it. */
  @Wire(id = 146, name = "mailbox.keep")
  record Keep(int requestId, StoredRequest mail)
      implements MailboxMessage, Publishing, Request<KeepReply> {}

  /** Whether the copy is kept. */
  @Wire(id = 147, name = "mailbox.keep-reply")
  record KeepReply(int requestId, boolean accepted) implements MailboxMessage, Publishing, Reply {}

  /** Delivers a request to its receiver. */
  @Wire(id = 148, name = "mailbox.deliver")
  record Deliver(int requestId, StoredRequest mail)
      implements MailboxMessage, Publishing, Request<DeliverReply> {}

  /** The sender has received the request, now or before. */
  @Wire(id = 149, name = "mailbox.deliver-reply")
  record DeliverReply(int requestId) implements MailboxMessage, Publishing, Reply {}

  /** The sender leaves. */
  @Wire(id = 150, name = "mailbox.leave")
  record Leave() implements MailboxMessage {}
}
