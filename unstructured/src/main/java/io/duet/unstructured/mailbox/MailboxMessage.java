package io.duet.unstructured.mailbox;

import io.duet.node.Key;
import io.duet.node.Message;
import io.duet.node.Peer;
import io.duet.rpc.Reply;
import io.duet.rpc.Request;
import io.duet.wire.Wire;
import java.util.List;

/** What equals with a mailbox say to each other; every one speaks for itself alone. */
sealed interface MailboxMessage extends Message {

  /**
   * "I am here; are you?"
   *
   * @param listed how many active peers the sender lists
   */
  @Wire(id = 140, name = "mailbox.hello")
  record Hello(int requestId, @Wire.VarInt int listed)
      implements MailboxMessage, Request<Welcome> {}

  /** "I am", with a few peers to try for one who lists fewer. */
  @Wire(id = 141, name = "mailbox.welcome")
  record Welcome(int requestId, @Wire.Count(max = WireLimits.OTHERS_MAX) List<Peer> others)
      implements MailboxMessage, Reply {}

  /** Asks for the peers that are listed as active. */
  @Wire(id = 142, name = "mailbox.list-peers")
  record ListPeers(int requestId) implements MailboxMessage, Request<PeerList> {}

  /** The peers to try, and whether the sender is a member itself or still waits to be one. */
  @Wire(id = 143, name = "mailbox.peer-list")
  record PeerList(
      int requestId, boolean member, @Wire.Count(max = WireLimits.LISTED_MAX) List<Peer> peers)
      implements MailboxMessage, Reply {}

  /** Asks whether the receiver offers a content. */
  @Wire(id = 144, name = "mailbox.ask")
  record Ask(int requestId, Key key) implements MailboxMessage, Searching, Request<AskReply> {}

  /** Whether the sender offers the content, and whom else to ask in a network beyond any list. */
  @Wire(id = 145, name = "mailbox.ask-reply")
  record AskReply(
      int requestId, boolean offered, @Wire.Count(max = WireLimits.OTHERS_MAX) List<Peer> others)
      implements MailboxMessage, Searching, Reply {}

  /** Asks the receiver to keep a copy of the sender's request, and to deliver it. */
  @Wire(id = 146, name = "mailbox.keep")
  record Keep(int requestId, StoredRequest mail)
      implements MailboxMessage, Publishing, Request<KeepReply> {}

  /** Whether the copy is kept. */
  @Wire(id = 147, name = "mailbox.keep-reply")
  record KeepReply(int requestId, boolean accepted) implements MailboxMessage, Publishing, Reply {}

  /** Hands a request to the peer for which it is. */
  @Wire(id = 148, name = "mailbox.deliver")
  record Deliver(int requestId, StoredRequest mail)
      implements MailboxMessage, Publishing, Request<DeliverReply> {}

  /** The sender has the request, from now on or since before. */
  @Wire(id = 149, name = "mailbox.deliver-reply")
  record DeliverReply(int requestId) implements MailboxMessage, Publishing, Reply {}

  /** "I am going." */
  @Wire(id = 150, name = "mailbox.leave")
  record Leave() implements MailboxMessage {}
}
