package io.duet.unstructured.forwarding;

import io.duet.node.Host;
import io.duet.node.Peer;
import io.duet.unstructured.config.SearchConfig;
import io.duet.unstructured.message.SearchResults;
import io.duet.unstructured.message.TimeToLive;
import io.duet.unstructured.message.UnstructuredMessage;
import io.duet.unstructured.node.NodeContext;
import io.duet.unstructured.replication.NeighborKnowledge;
import java.util.function.BiConsumer;

/**
 * Sends hits back on the reverse path of their query, hop by hop (Gnutella 0.4). So no hit is sent
 * to an address that a query merely claims.
 *
 * <p>Messages in and out: QueryHit, CachedHit. Invariant: at most as many hits for one query pass
 * as {@link DuplicateSuppression} allows.
 *
 * @param own receives the hits for this node's own queries, with their senders
 */
public record HitForwarder(
    NodeContext context,
    NeighborKnowledge knowledge,
    DuplicateSuppression seen,
    BiConsumer<Peer, UnstructuredMessage.Hit> own) {

  /**
   * Answers a query if this node knows results.
   *
   * @param ofNeighbors whether this node answers for its neighbors too
   * @return number of results sent; results from the path cache do not count
   */
  int answer(Peer to, TimeToLive<?> query, boolean ofNeighbors) {
    SearchResults found = knowledge.find(query.criteria(), query.wanted(), ofNeighbors);
    UnstructuredMessage.Hit hit =
        found.count() > 0
            ? new UnstructuredMessage.QueryHit(query.id(), query.hops(), found)
            : knowledge.cache().hit(query, context.nowNanos());
    if (hit != null) {
      context.send(to, hit);
    }
    return found.count();
  }

  public void onHit(Peer from, UnstructuredMessage.Hit hit) {
    Host host = context.host();
    Peer back = seen.from(hit.id());
    if (back == null || hit.hops() < 1 || hit.hops() > hopsMax() || hit.found().count() == 0) {
      context.refuse(from, "hit for no query");
    } else if (hit instanceof UnstructuredMessage.CachedHit && !hit.found().contents().isEmpty()) {
      context.refuse(from, "hit from memory for words");
    } else if (back.equals(host.self())) {
      knowledge.cache().passed(hit, host.nowNanos());
      own.accept(from, hit);
    } else if (seen.countHit(hit.id(), from)) { // too many hits are no fault of the sender
      knowledge.cache().passed(hit, host.nowNanos());
      host.send(back, hit);
    }
  }

  private int hopsMax() {
    SearchConfig config = context.config().search();
    return Math.max(config.ttlMax(), config.stepsMax());
  }
}
