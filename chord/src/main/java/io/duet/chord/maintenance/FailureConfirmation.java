package io.duet.chord.maintenance;

import io.duet.chord.id.RingPeer;
import io.duet.chord.message.ChordMessage;
import io.duet.chord.ring.ChordContext;
import io.duet.rpc.ReplyHandler;

/**
 * Failure confirmation: a peer that did not answer is dropped at once, but one in the successor
 * list only after a second request goes unanswered, so that one lost message does not shorten the
 * list.
 */
final class FailureConfirmation implements ReplyHandler<ChordMessage.Predecessor> {
  private final ChordContext node;
  private final RingPeer suspect;

  private FailureConfirmation(ChordContext node, RingPeer suspect) {
    this.node = node;
    this.suspect = suspect;
  }

  /** Drops a peer that did not answer, or asks it once more. */
  static void of(ChordContext node, RingPeer suspect) {
    if (node.routing().lists(suspect)) {
      FailureConfirmation suspicion = new FailureConfirmation(node, suspect);
      node.ask(suspect.peer(), ChordMessage.GetPredecessor::new, suspicion);
    } else {
      node.drop(suspect);
    }
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
