package io.duet.unstructured.directory;

import io.duet.node.Host;
import io.duet.node.Message;
import io.duet.node.PeerAddress;
import io.duet.overlay.OverlayEvent;
import io.duet.unstructured.message.LeafMessage;
import io.duet.unstructured.message.SearchCriteria;
import io.duet.unstructured.message.UnstructuredMessage;

/** Tells each request that arrives as an event, too. */
public record RequestEventEmitter(Host host) {

  /** Looks at a message before it is dealt with; what is no request is passed over. */
  public void announce(PeerAddress from, Message message) {
    if (message instanceof UnstructuredMessage.Query query) {
      announce(from, query.question(), query.hops());
    } else if (message instanceof UnstructuredMessage.Walk walk) {
      announce(from, walk.question(), walk.hops());
    } else if (message instanceof LeafMessage.LeafQuery query) {
      announce(from, query.question(), 1);
    }
  }

  private void announce(PeerAddress from, SearchCriteria question, int hops) {
    host.emit(new OverlayEvent.RequestArrived(from, inWords(question), hops));
  }

  private static String inWords(SearchCriteria question) {
    if (question instanceof SearchCriteria.OfKey sought) {
      return "providers of " + sought.key();
    }
    return "names with the words " + ((SearchCriteria.OfWords) question).words();
  }
}
