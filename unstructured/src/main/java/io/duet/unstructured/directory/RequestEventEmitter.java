package io.duet.unstructured.directory;

import io.duet.node.Host;
import io.duet.node.Message;
import io.duet.node.Peer;
import io.duet.overlay.OverlayEvent;
import io.duet.unstructured.message.LeafMessage;
import io.duet.unstructured.message.SearchCriteria;
import io.duet.unstructured.message.TimeToLive;

/** Emits an event for each query that arrives. */
public record RequestEventEmitter(Host host) {

  /** Emits the event if the message is a query. */
  public void announce(Peer from, Message message) {
    if (message instanceof TimeToLive<?> query) {
      announce(from, query.criteria(), query.hops());
    } else if (message instanceof LeafMessage.LeafQuery query) {
      announce(from, query.criteria(), 1);
    }
  }

  private void announce(Peer from, SearchCriteria criteria, int hops) {
    host.emit(new OverlayEvent.RequestArrived(from, text(criteria), hops));
  }

  private static String text(SearchCriteria criteria) {
    if (criteria instanceof SearchCriteria.OfKey sought) {
      return "providers of " + sought.key();
    }
    return "names with the words " + ((SearchCriteria.OfWords) criteria).words();
  }
}
