package io.duet.chord.maintenance;

import io.duet.chord.id.RingPeer;
import io.duet.chord.message.ChordMessage;
import io.duet.chord.ring.ChordContext;
import io.duet.rpc.ReplyHandler;

/**
 * Failure confirmation: an unresponsive peer is dropped at once, but one in the successor list only
 * after a second unanswered request, so that one lost message does not shorten the list.
 */
final class FailureConfirmation {

  private FailureConfirmation() {}

  /** Drops a peer that did not answer, or asks it once more. */
  static void of(ChordContext node, RingPeer suspect) {
    if (node.routing().lists(suspect)) {
      node.ask(
          suspect.peer(),
          ChordMessage.GetPredecessor::new,
          ReplyHandler.of(alive -> {}, () -> node.drop(suspect)));
    } else {
      node.drop(suspect);
    }
  }
}
