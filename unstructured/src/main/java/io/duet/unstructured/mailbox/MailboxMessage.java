package io.duet.unstructured.mailbox;

import io.duet.node.Key;
import io.duet.node.Message;
import io.duet.node.PeerAddress;
import io.duet.node.Purpose;
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
  record Hello(int requestId, @Wire.VarInt int listed) implements MailboxMessage, Request<Welcome> {
    @Override
    public Purpose purpose() {
      return Purpose.MAINTENANCE;
    }

    @Override
    public Class<Welcome> replyType() {
      return Welcome.class;
    }
  }

  /** "I am", with a few peers to try for one who lists fewer. */
  @Wire(id = 141, name = "mailbox.welcome")
  record Welcome(int requestId, @Wire.Count(max = WireLimits.OTHERS_MAX) List<PeerAddress> others)
      implements MailboxMessage, Reply {
    @Override
    public Purpose purpose() {
      return Purpose.MAINTENANCE;
    }
  }

  /** Asks for the peers that are listed as active. */
  @Wire(id = 142, name = "mailbox.list-peers")
  record ListPeers(int requestId) implements MailboxMessage, Request<PeerList> {
    @Override
    public Purpose purpose() {
      return Purpose.MAINTENANCE;
    }

    @Override
    public Class<PeerList> replyType() {
      return PeerList.class;
    }
  }

  /** The peers to try, and whether the sender is a member itself or still waits to be one. */
  @Wire(id = 143, name = "mailbox.peer-list")
  record PeerList(
      int requestId,
      boolean member,
      @Wire.Count(max = WireLimits.LISTED_MAX) List<PeerAddress> peers)
      implements MailboxMessage, Reply {
    @Override
    public Purpose purpose() {
      return Purpose.MAINTENANCE;
    }
  }

  /** Asks whether the receiver offers a content. */
  @Wire(id = 144, name = "mailbox.ask")
  record Ask(int requestId, Key key) implements MailboxMessage, Request<Told> {
    @Override
    public Purpose purpose() {
      return Purpose.SEARCH;
    }

    @Override
    public Class<Told> replyType() {
      return Told.class;
    }
  }

  /** Whether the sender offers the content, and whom else to ask in a network beyond any list. */
  @Wire(id = 145, name = "mailbox.ask-reply")
  record Told(
      int requestId,
      boolean offered,
      @Wire.Count(max = WireLimits.OTHERS_MAX) List<PeerAddress> others)
      implements MailboxMessage, Reply {
    @Override
    public Purpose purpose() {
      return Purpose.SEARCH;
    }
  }

  /** Asks the receiver to keep a copy of the sender's request, and to deliver it. */
  @Wire(id = 146, name = "mailbox.keep")
  record Keep(int requestId, Mail mail) implements MailboxMessage, Request<Kept> {
    @Override
    public Purpose purpose() {
      return Purpose.PUBLISH;
    }

    @Override
    public Class<Kept> replyType() {
      return Kept.class;
    }
  }

  /** Whether the copy is kept. */
  @Wire(id = 147, name = "mailbox.keep-reply")
  record Kept(int requestId, boolean accepted) implements MailboxMessage, Reply {
    @Override
    public Purpose purpose() {
      return Purpose.PUBLISH;
    }
  }

  /** Hands a request to the peer for which it is. */
  @Wire(id = 148, name = "mailbox.deliver")
  record Deliver(int requestId, Mail mail) implements MailboxMessage, Request<Delivered> {
    @Override
    public Purpose purpose() {
      return Purpose.PUBLISH;
    }

    @Override
    public Class<Delivered> replyType() {
      return Delivered.class;
    }
  }

  /** The sender has the request, from now on or since before. */
  @Wire(id = 149, name = "mailbox.deliver-reply")
  record Delivered(int requestId) implements MailboxMessage, Reply {
    @Override
    public Purpose purpose() {
      return Purpose.PUBLISH;
    }
  }

  /** "I am going." */
  @Wire(id = 150, name = "mailbox.leave")
  record Farewell() implements MailboxMessage {
    @Override
    public Purpose purpose() {
      return Purpose.MAINTENANCE;
    }
  }
}
