package io.duet.unstructured.query;

import io.duet.node.Key;
import io.duet.node.Peer;
import io.duet.overlay.trace.SearchTrace;
import io.duet.rpc.ReplyHandler;
import io.duet.rpc.RetryPolicy;
import io.duet.unstructured.message.SearchResults;
import io.duet.unstructured.message.SharedContent;
import io.duet.unstructured.message.UnstructuredMessage;
import io.duet.unstructured.node.NodeContext;
import io.duet.unstructured.replication.NeighborKnowledge;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Asks the providers in a hit whether they offer what it claims, so that neither lies nor outdated
 * entries become results. Names are verified by their keys, which follow from them: a forged name
 * has a key that its provider does not offer.
 *
 * <p>Message out: VerifyHit; in: HitVerified.
 *
 * @param claimant the peer whose share of the quota the claims use; all strangers are one claimant,
 *     whatever their addresses
 * @param blamed the peer that is refused when a provider denies; this node itself for none
 * @param hops number of hops to the peer that answered
 * @param whenVerified called after each verification, unless the query has ended
 */
record HitVerification(
    NodeContext context,
    NeighborKnowledge knowledge,
    PendingQuery query,
    Peer claimant,
    Peer blamed,
    int hops,
    Runnable whenVerified) {

  /** Verifies what a provider is claimed to offer, within the quota of the query. */
  void verify(Peer provider, List<SharedContent> claimed) {
    if (provider.equals(context.host().self())) {
      take(provider, claimed.stream().filter(it -> context.offers().contains(it.key())).toList());
      return;
    }
    List<SharedContent> selected = query.claims.toConfirm(claimant, provider, claimed);
    if (!selected.isEmpty()) {
      ask(provider, selected);
    }
  }

  private void take(Peer provider, List<SharedContent> offered) {
    offered.forEach(content -> query.take(hops, SearchResults.of(provider, content)));
  }

  /** Sends the request, and a second time without a reply, until the query's deadline. */
  private void ask(Peer provider, List<SharedContent> claimed) {
    SearchTrace trace = query.request.trace();
    if (trace != null) {
      String source = claimant.equals(context.host().self()) ? "own index" : "hit of " + claimant;
      trace.learned(provider, source);
      trace.asked(provider, "verification", context.nowNanos());
    }
    List<Key> keys = claimed.stream().map(SharedContent::key).toList();
    long timeout = context.config().pingTimeoutNanos();
    long left = Math.min(query.deadline - context.nowNanos(), 2 * timeout);
    context
        .requests()
        .send(
            provider,
            id -> new UnstructuredMessage.VerifyHit(id, keys),
            RetryPolicy.twice(timeout).within(left),
            ReplyHandler.of(
                reply -> onReply(provider, claimed, reply),
                () -> verified(provider, claimed, List.of())));
  }

  void onReply(Peer provider, List<SharedContent> claimed, UnstructuredMessage.HitVerified reply) {
    if (reply.offered().size() != claimed.size()) {
      context.refuse(provider, "confirms what was not asked");
      verified(provider, claimed, List.of());
      return;
    }
    List<SharedContent> offered =
        IntStream.range(0, claimed.size())
            .filter(reply.offered()::get)
            .mapToObj(claimed::get)
            .toList();
    if (offered.size() < claimed.size() && !blamed.equals(context.host().self())) {
      context.refuse(blamed, "hit that its provider denies");
    }
    verified(provider, claimed, offered);
  }

  private void verified(Peer provider, List<SharedContent> claimed, List<SharedContent> offered) {
    knowledge.cache().confirmed(provider, claimed, offered, context.nowNanos());
    query.claims.countConfirmed();
    if (query.request.trace() != null) {
      String answer = offered.isEmpty() ? "not confirmed" : "confirmed";
      query.request.trace().answered(provider, answer, context.nowNanos());
    }
    if (!query.ended) {
      take(provider, offered);
      whenVerified.run();
    }
  }
}
