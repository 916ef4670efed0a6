package io.duet.unstructured.mailbox;

import io.duet.node.Key;
import io.duet.node.Message;
import io.duet.node.PeerAddress;
import io.duet.node.Purpose;
import io.duet.rpc.Reply;
import io.duet.rpc.Request;
import java.util.List;

/** What equals with a mailbox say to each other; every one speaks for itself alone. */
sealed interface MailboxMessage extends Message {

  /**
   * "I am here; are you?"
   *
   * @param listed how many active peers the sender lists
   */
  record Hello(int requestId, int listed) implements MailboxMessage, Request<Welcome> {
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
  record Welcome(int requestId, List<PeerAddress> others) implements MailboxMessage, Reply {
    @Override
    public Purpose purpose() {
      return Purpose.MAINTENANCE;
    }
  }

  /** Asks for the peers that are listed as active. */
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
  record PeerList(int requestId, boolean member, List<PeerAddress> peers)
      implements MailboxMessage, Reply {
    @Override
    public Purpose purpose() {
      return Purpose.MAINTENANCE;
    }
  }

  /** Asks whether the receiver offers a content. */
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
  record Told(int requestId, boolean offered, List<PeerAddress> others)
      implements MailboxMessage, Reply {
    @Override
    public Purpose purpose() {
      return Purpose.SEARCH;
    }
  }

  /** Asks the receiver to keep a copy of the sender's request, and to deliver it. */
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
  record Kept(int requestId, boolean accepted) implements MailboxMessage, Reply {
    @Override
    public Purpose purpose() {
      return Purpose.PUBLISH;
    }
  }

  /** Hands a request to the peer for which it is. */
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
  record Delivered(int requestId) implements MailboxMessage, Reply {
    @Override
    public Purpose purpose() {
      return Purpose.PUBLISH;
    }
  }

  /** "I am going." */
  record Farewell() implements MailboxMessage {
    @Override
    public Purpose purpose() {
      return Purpose.MAINTENANCE;
    }
  }
}
