package io.duet.unstructured.query;

import io.duet.node.Key;
import io.duet.node.Peer;
import io.duet.rpc.ReplyHandler;
import io.duet.rpc.RetryPolicy;
import io.duet.unstructured.message.SharedContent;
import io.duet.unstructured.message.UnstructuredMessage;
import io.duet.unstructured.node.NodeContext;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Asks a provider whether it offers what a hit claims, so that neither lies nor outdated entries
 * become results. Names are verified by their keys, which follow from them: a forged name has a key
 * that its provider does not offer.
 *
 * <p>Message out: VerifyHit; in: HitVerified.
 *
 * @param blamed the peer that is refused when the provider denies the claim; this node itself when
 *     no peer is to blame
 * @param claimed the contents that the provider is claimed to offer, at most as many as a hit names
 * @param whenDone receives the contents that the provider confirmed; none without a reply
 */
record HitVerification(
    NodeContext context,
    Peer provider,
    Peer blamed,
    List<SharedContent> claimed,
    Consumer<List<SharedContent>> whenDone)
    implements ReplyHandler<UnstructuredMessage.HitVerified> {

  /** Sends the request, and a second time without a reply, until this time by the host's clock. */
  void ask(long until) {
    List<Key> keys = claimed.stream().map(SharedContent::key).toList();
    long timeout = context.config().pingTimeoutNanos();
    long left = Math.min(until - context.host().nowNanos(), 2 * timeout);
    context
        .requests()
        .send(
            provider,
            id -> new UnstructuredMessage.VerifyHit(id, keys),
            RetryPolicy.twice(timeout).within(left),
            this);
  }

  @Override
  public void onReply(UnstructuredMessage.HitVerified reply) {
    if (reply.offered().size() != claimed.size()) {
      context.refuse(provider, "confirms what was not asked");
      whenDone.accept(List.of());
      return;
    }
    List<SharedContent> offered = offered(reply.offered());
    if (offered.size() < claimed.size() && !blamed.equals(context.host().self())) {
      context.refuse(blamed, "hit that its provider denies");
    }
    whenDone.accept(offered);
  }

  private List<SharedContent> offered(List<Boolean> answers) {
    return IntStream.range(0, claimed.size()).filter(answers::get).mapToObj(claimed::get).toList();
  }

  @Override
  public void onFailure() {
    whenDone.accept(List.of());
  }
}
