package io.duet.experiments.baseline;

import io.duet.node.Key;
import io.duet.node.Message;
import io.duet.node.PeerAddress;
import io.duet.node.Purpose;
import io.duet.rpc.Reply;
import io.duet.rpc.Request;
import java.util.List;

/** What nodes and the oracle directory say to each other. */
sealed interface OracleMessage extends Message {

  /** Tells the directory that the sender lives. */
  record Beat() implements OracleMessage {
    @Override
    public Purpose purpose() {
      return Purpose.MAINTENANCE;
    }
  }

  /** Tells the directory that the sender has a content, or no longer. */
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
  record Announced(int requestId) implements OracleMessage, Reply {
    @Override
    public Purpose purpose() {
      return Purpose.PUBLISH;
    }
  }

  /** Asks the directory who has a content. */
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
  record Told(int requestId, List<PeerAddress> providers) implements OracleMessage, Reply {
    @Override
    public Purpose purpose() {
      return Purpose.SEARCH;
    }
  }
}
