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

/** The messages between nodes and the oracle directory. */
sealed interface OracleMessage extends Message {

  /** The sender is alive. */
  @Wire(id = 10, name = "oracle.heartbeat")
  record Beat() implements OracleMessage {
    @Override
    public Purpose purpose() {
      return Purpose.MAINTENANCE;
    }
  }

  /** The sender has a content, or has it no longer. */
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

  /** Acknowledges an announcement. */
  @Wire(id = 14, name = "oracle.announce-reply")
  record Announced(int requestId) implements OracleMessage, Reply {
    @Override
    public Purpose purpose() {
      return Purpose.PUBLISH;
    }
  }

  /** Requests the providers of a content. */
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

  /** The providers with a recent beat, the latest first. */
  @Wire(id = 13, name = "oracle.ask-reply")
  record Told(int requestId, @Wire.Count(max = Answer.PROVIDERS_MAX) List<PeerAddress> providers)
      implements OracleMessage, Reply {
    @Override
    public Purpose purpose() {
      return Purpose.SEARCH;
    }
  }
}
