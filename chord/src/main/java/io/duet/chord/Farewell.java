package io.duet.chord;

/** What a member does before it leaves: its successor gets its records, both neighbours a word. */
final class Farewell {

  private Farewell() {}

  static void say(ChordNode node) {
    RingView view = node.view();
    if (!node.isJoined() || view.isAlone()) {
      return;
    }
    node.contents().handOverAll();
    node.host().send(view.successor().address(), new ChordMessage.Leaving());
    RingPeer before = view.predecessor();
    if (before != null) {
      node.host().send(before.address(), new ChordMessage.Leaving());
    }
  }
}
