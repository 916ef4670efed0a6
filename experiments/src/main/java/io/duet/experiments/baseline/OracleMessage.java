package io.duet.experiments.baseline;

import io.duet.node.Key;
import io.duet.node.Message;
import io.duet.node.PeerAddress;
import io.duet.node.Purpose;
import io.duet.node.Reply;
import io.duet.node.Request;
import java.util.List;

/** The messages between nodes and the oracle directory. */
sealed interface OracleMessage extends Message {

  /** The sender is alive. */
  record Beat() implements OracleMessage {
    @Override
    public Purpose purpose() {
      return Purpose.MAINTENANCE;
    }
  }

  /** The sender has a content, or has it no longer. */
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
  record Announced(int requestId) implements OracleMessage, Reply {
    @Override
    public Purpose purpose() {
      return Purpose.PUBLISH;
    }
  }

  /** Requests the providers of a content. */
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
  record Told(int requestId, List<PeerAddress> providers) implements OracleMessage, Reply {
    @Override
    public Purpose purpose() {
      return Purpose.SEARCH;
    }
  }
}
