package io.duet.unstructured.forwarding;

import io.duet.node.Host;
import io.duet.node.Peer;
import io.duet.unstructured.config.SearchConfig;
import io.duet.unstructured.message.SearchCriteria;
import io.duet.unstructured.message.SearchResults;
import io.duet.unstructured.message.UnstructuredMessage;
import io.duet.unstructured.neighbor.NeighborTable;
import io.duet.unstructured.node.NodeContext;
import io.duet.unstructured.replication.NeighborKnowledge;

/**
 * Sends hits back on the reverse path of their query, hop by hop (Gnutella 0.4). So no hit is sent
 * to an address that a query merely claims.
 *
 * <p>Messages in and out: QueryHit, CachedHit. Invariant: at most as many hits for one query pass
 * as {@link DuplicateSuppression} allows.
 *
 * @param own receives the hits for this node's own queries
 */
public record HitForwarder(
    NodeContext context,
    NeighborTable links,
    NeighborKnowledge knowledge,
    DuplicateSuppression seen,
    OwnHits own) {

  /** Receives the hits for a node's own queries. */
  @FunctionalInterface
  public interface OwnHits {

    /**
     * Takes a hit.
     *
     * @param claimant the peer whose share of the quota its claims use; all strangers are one
     *     claimant, whatever their addresses
     * @param blamed the peer that is refused when a provider denies; this node itself for none
     */
    void take(Peer from, UnstructuredMessage.QueryHit hit, Peer claimant, Peer blamed);
  }

  /**
   * Answers a query if this node knows results.
   *
   * @param ofNeighbors whether this node answers for its neighbors too
   * @return number of results sent; results from the path cache do not count
   */
  int answer(Peer to, long id, int hops, SearchCriteria criteria, int wanted, boolean ofNeighbors) {
    SearchResults found = knowledge.find(criteria, wanted, ofNeighbors);
    UnstructuredMessage hit =
        found.count() > 0
            ? new UnstructuredMessage.QueryHit(id, hops, found)
            : knowledge.cachedHit(id, hops, criteria);
    if (hit != null) {
      context.host().send(to, hit);
    }
    return found.count();
  }

  public void onHit(Peer from, UnstructuredMessage.QueryHit hit) {
    onHit(from, hit, hit);
  }

  public void onHit(Peer from, UnstructuredMessage.CachedHit hit) {
    if (hit.found().contents().isEmpty()) {
      onHit(from, hit.asHit(), hit);
    } else {
      context.refuse(from, "hit from memory for words");
    }
  }

  /** Takes a hit, with the message that brought it. */
  private void onHit(Peer from, UnstructuredMessage.QueryHit hit, UnstructuredMessage original) {
    Host host = context.host();
    Peer back = seen.from(hit.id());
    if (back == null || hit.hops() < 1 || hit.hops() > hopsMax() || hit.found().count() == 0) {
      context.refuse(from, "hit for no query");
    } else if (back.equals(host.self())) {
      remember(hit, original);
      Peer claimant = links.contains(from) ? from : back;
      own.take(from, hit, claimant, original instanceof UnstructuredMessage.QueryHit ? from : back);
    } else if (seen.countHit(hit.id(), from)) { // too many hits are no fault of the sender
      remember(hit, original);
      host.send(back, original);
    }
  }

  private int hopsMax() {
    SearchConfig config = context.config().search();
    return Math.max(config.ttlMax(), config.stepsMax());
  }

  private void remember(UnstructuredMessage.QueryHit hit, UnstructuredMessage original) {
    if (original instanceof UnstructuredMessage.CachedHit cached) {
      knowledge.passed(cached);
    } else {
      knowledge.passed(hit);
    }
  }
}
