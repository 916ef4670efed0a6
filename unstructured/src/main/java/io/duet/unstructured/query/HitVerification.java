package io.duet.unstructured.query;

import io.duet.node.Key;
import io.duet.node.PeerAddress;
import io.duet.rpc.ReplyHandler;
import io.duet.rpc.RetryPolicy;
import io.duet.unstructured.message.SharedContent;
import io.duet.unstructured.message.UnstructuredMessage;
import io.duet.unstructured.node.NodeContext;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Asks a provider whether it offers what somebody else says that it offers: so neither a lie nor an
 * entry that has outlived its leaf becomes a result. Names are asked for by their keys, which
 * follow from them: a forged name is a key that its provider does not offer.
 *
 * <p>Message out: Confirm; in: Confirmed.
 */
final class HitVerification implements ReplyHandler<UnstructuredMessage.HitVerified> {

  /** Takes the contents that a provider has confirmed; none when it did not answer. */
  @FunctionalInterface
  interface WhenDone {
    void accept(List<SharedContent> offered);
  }

  private final NodeContext context;
  private final PeerAddress provider;
  private final PeerAddress teller;
  private final List<SharedContent> claimed;
  private final WhenDone whenDone;

  /**
   * A question that has not been asked.
   *
   * @param teller whose word it is: refused when the provider says otherwise, unless it is this
   *     node itself
   * @param claimed what the provider is said to offer, no more than a hit may name
   */
  HitVerification(
      NodeContext context,
      PeerAddress provider,
      PeerAddress teller,
      List<SharedContent> claimed,
      WhenDone whenDone) {
    this.context = context;
    this.provider = provider;
    this.teller = teller;
    this.claimed = claimed;
    this.whenDone = whenDone;
  }

  /** Asks, and once more if there is no answer; no longer than until then, by the host's clock. */
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
    if (offered.size() < claimed.size() && !teller.equals(context.host().self())) {
      context.refuse(teller, "hit that its provider denies");
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
