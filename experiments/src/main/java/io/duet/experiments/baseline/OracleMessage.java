package io.duet.experiments.baseline;

import io.duet.node.Key;
import io.duet.node.Message;
import io.duet.node.Peer;
import io.duet.overlay.SearchResult;
import io.duet.rpc.Reply;
import io.duet.rpc.Request;
import io.duet.wire.Wire;
import java.util.List;

/** The messages between nodes and the oracle directory. */
sealed interface OracleMessage extends Message {

  /** The sender is alive. */
  @Wire(id = 10, name = "oracle.heartbeat")
  record Heartbeat() implements OracleMessage {}

  /** The sender has a content, or has it no longer. */
  @Wire(id = 11, name = "oracle.announce")
  record Announce(int requestId, Key key, boolean offered)
      implements OracleMessage, Publishing, Request<AnnounceReply> {}

  /** Acknowledges an announcement. */
  @Wire(id = 14, name = "oracle.announce-reply")
  record AnnounceReply(int requestId) implements OracleMessage, Publishing, Reply {}

  /** Requests the providers of a content. */
  @Wire(id = 12, name = "oracle.ask")
  record Ask(int requestId, Key key) implements OracleMessage, Searching, Request<AskReply> {}

  /** The providers with a recent heartbeat, the latest first. */
  @Wire(id = 13, name = "oracle.ask-reply")
  record AskReply(int requestId, @Wire.Count(max = SearchResult.PROVIDERS_MAX) List<Peer> providers)
      implements OracleMessage, Searching, Reply {}
}
