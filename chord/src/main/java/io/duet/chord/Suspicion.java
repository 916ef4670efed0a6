package io.duet.chord;

import io.duet.rpc.ReplyHandler;

/**
 * A successor that did not answer is asked once more, and dropped when it is silent again: a lost
 * message alone shortens no successor list.
 */
final class Suspicion implements ReplyHandler<ChordMessage.Predecessor> {
  private final ChordNode node;
  private final RingPeer suspect;

  Suspicion(ChordNode node, RingPeer suspect) {
    this.node = node;
    this.suspect = suspect;
  }

  void start() {
    node.ask(suspect.address(), ChordMessage.GetPredecessor::new, this);
  }

  @Override
  public void onReply(ChordMessage.Predecessor reply) {
    // it lives, so it stays
  }

  @Override
  public void onFailure() {
    node.drop(suspect);
  }
}
