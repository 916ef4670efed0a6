package io.duet.unstructured.forwarding;

import io.duet.node.Host;
import io.duet.node.PeerAddress;
import io.duet.unstructured.config.SearchConfig;
import io.duet.unstructured.message.SearchCriteria;
import io.duet.unstructured.message.SearchResults;
import io.duet.unstructured.message.UnstructuredMessage;
import io.duet.unstructured.neighbor.NeighborTable;
import io.duet.unstructured.node.NodeContext;
import io.duet.unstructured.replication.NeighborKnowledge;

/**
 * Sends hits back on the way on which the query came first, hop by hop, as Gnutella 0.4 does: so no
 * hit is sent to an address that a query only claims.
 *
 * <p>Messages in and out: QueryHit, CachedHit. Invariant: at most as many hits for one query pass
 * as {@link DuplicateSuppression} allows.
 *
 * @param own takes the hits for this node's own queries
 */
public record HitForwarder(
    NodeContext context,
    NeighborTable links,
    NeighborKnowledge hearsay,
    DuplicateSuppression seen,
    OwnHits own) {

  /** Takes the hits for a node's own queries. */
  @FunctionalInterface
  public interface OwnHits {

    /**
     * Takes a hit.
     *
     * @param teller with whom its claims are counted: strangers are one teller, however many
     *     addresses they have
     * @param blamed who is refused when a provider denies it; this node itself when nobody is
     */
    void take(
        PeerAddress from, UnstructuredMessage.QueryHit hit, PeerAddress teller, PeerAddress blamed);
  }

  /**
   * Answers a query if this node can.
   *
   * @param ofNeighbors whether this node answers for its neighbours too
   * @return how many results it sent; what it merely remembers does not count
   */
  int answer(
      PeerAddress to, long id, int hops, SearchCriteria question, int wanted, boolean ofNeighbors) {
    SearchResults found = hearsay.find(question, wanted, ofNeighbors);
    UnstructuredMessage hit =
        found.count() > 0
            ? new UnstructuredMessage.QueryHit(id, hops, found)
            : hearsay.cachedHit(id, hops, question);
    if (hit != null) {
      context.host().send(to, hit);
    }
    return found.count();
  }

  public void onHit(PeerAddress from, UnstructuredMessage.QueryHit hit) {
    onHit(from, hit, hit);
  }

  public void onHit(PeerAddress from, UnstructuredMessage.CachedHit hit) {
    if (hit.found().contents().isEmpty()) {
      onHit(from, hit.asHit(), hit);
    } else {
      context.refuse(from, "hit from memory for words");
    }
  }

  /** Takes a hit, as it came and as what it says. */
  private void onHit(
      PeerAddress from, UnstructuredMessage.QueryHit hit, UnstructuredMessage asItCame) {
    Host host = context.host();
    PeerAddress back = seen.from(hit.id());
    if (back == null || hit.hops() < 1 || hit.hops() > hopsMax() || hit.found().count() == 0) {
      context.refuse(from, "hit for no query");
    } else if (back.equals(host.self())) {
      remember(hit, asItCame);
      PeerAddress teller = links.contains(from) ? from : back;
      own.take(from, hit, teller, asItCame instanceof UnstructuredMessage.QueryHit ? from : back);
    } else if (seen.countHit(hit.id(), from)) { // enough is no fault of the sender
      remember(hit, asItCame);
      host.send(back, asItCame);
    }
  }

  private int hopsMax() {
    SearchConfig config = context.config().search();
    return Math.max(config.ttlMax(), config.stepsMax());
  }

  private void remember(UnstructuredMessage.QueryHit hit, UnstructuredMessage asItCame) {
    if (asItCame instanceof UnstructuredMessage.CachedHit cached) {
      hearsay.passed(cached);
    } else {
      hearsay.passed(hit);
    }
  }
}
