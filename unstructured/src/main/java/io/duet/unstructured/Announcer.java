package io.duet.unstructured;

import io.duet.node.Host;
import io.duet.node.Message;
import io.duet.node.PeerAddress;
import io.duet.overlay.OverlayEvent;

/** Tells each request that arrives as an event, too. */
record Announcer(Host host) {

  /** Looks at a message before it is dealt with; what is no request is passed over. */
  void announce(PeerAddress from, Message message) {
    if (message instanceof UnstructuredMessage.Query query) {
      announce(from, query.question(), query.hops());
    } else if (message instanceof UnstructuredMessage.Walk walk) {
      announce(from, walk.question(), walk.hops());
    } else if (message instanceof LeafMessage.LeafQuery query) {
      announce(from, query.question(), 1);
    }
  }

  private void announce(PeerAddress from, Question question, int hops) {
    host.emit(new OverlayEvent.RequestArrived(from, inWords(question), hops));
  }

  private static String inWords(Question question) {
    if (question instanceof Question.OfKey sought) {
      return "providers of " + sought.key();
    }
    return "names with the words " + ((Question.OfWords) question).words();
  }
}
