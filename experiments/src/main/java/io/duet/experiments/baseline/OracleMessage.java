package io.duet.experiments.baseline;

import io.duet.node.Key;
import io.duet.node.Message;
import io.duet.node.PeerAddress;
import io.duet.node.Purpose;
import io.duet.overlay.Answer;
import io.duet.rpc.Reply;
import io.duet.rpc.Request;
import io.duet.wire.Wire;
import java.util.List;

/** What nodes and the oracle directory say to each other. */
sealed interface OracleMessage extends Message {

  /** Tells the directory that the sender lives. */
  @Wire(id = 10, name = "oracle.heartbeat")
  record Beat() implements OracleMessage {
    @Override
    public Purpose purpose() {
      return Purpose.MAINTENANCE;
    }
  }

  /** Tells the directory that the sender has a content, or no longer. */
  @Wire(id = 11, name = "oracle.announce")
  record Announce(int requestId, Key key, boolean offered)
      implements OracleMessage, Request<Announced> {
    @Override
    public Purpose purpose() {
      return Purpose.PUBLISH;
    }

    @Override
    public Class<Announced> replyType() {
      return Announced.class;
    }
  }

  /** The directory has taken an announcement. */
  @Wire(id = 14, name = "oracle.announce-reply")
  record Announced(int requestId) implements OracleMessage, Reply {
    @Override
    public Purpose purpose() {
      return Purpose.PUBLISH;
    }
  }

  /** Asks the directory who has a content. */
  @Wire(id = 12, name = "oracle.ask")
  record Ask(int requestId, Key key) implements OracleMessage, Request<Told> {
    @Override
    public Purpose purpose() {
      return Purpose.SEARCH;
    }

    @Override
    public Class<Told> replyType() {
      return Told.class;
    }
  }

  /** Who has the content: providers heard of lately, the latest first. */
  @Wire(id = 13, name = "oracle.ask-reply")
  record Told(int requestId, @Wire.Count(max = Answer.PROVIDERS_MAX) List<PeerAddress> providers)
      implements OracleMessage, Reply {
    @Override
    public Purpose purpose() {
      return Purpose.SEARCH;
    }
  }
}
