package io.duet.unstructured;

import io.duet.node.Key;
import io.duet.node.NodeEvent;
import io.duet.node.PeerAddress;
import io.duet.node.ReplyHandler;

/**
 * Asks a provider whether it offers what somebody else says that it offers: so neither a lie nor an
 * entry that has outlived its leaf becomes a result.
 */
final class Confirmation implements ReplyHandler<UnstructuredMessage.Confirmed> {

  /** Takes whether a provider has confirmed a hit. */
  @FunctionalInterface
  interface WhenDone {
    void accept(boolean confirmed);
  }

  private final UnstructuredNode node;
  private final PeerAddress provider;
  private final PeerAddress teller;
  private final WhenDone whenDone;

  /**
   * A question that has not been asked.
   *
   * @param teller whose word it is: refused when the provider says otherwise, unless it is this
   *     node itself
   */
  Confirmation(UnstructuredNode node, PeerAddress provider, PeerAddress teller, WhenDone whenDone) {
    this.node = node;
    this.provider = provider;
    this.teller = teller;
    this.whenDone = whenDone;
  }

  void ask(Key key) {
    node.pending()
        .send(
            provider,
            id -> new UnstructuredMessage.Confirm(id, key),
            node.config().pingTimeoutNanos(),
            this);
  }

  @Override
  public void onReply(UnstructuredMessage.Confirmed reply) {
    if (!reply.offered() && !teller.equals(node.host().self())) {
      node.host().emit(new NodeEvent.MessageRefused(teller, "hit that its provider denies"));
    }
    whenDone.accept(reply.offered());
  }

  @Override
  public void onFailure() {
    whenDone.accept(false);
  }
}
