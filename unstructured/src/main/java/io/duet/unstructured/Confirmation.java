package io.duet.unstructured;

import io.duet.node.Key;
import io.duet.node.PeerAddress;
import io.duet.node.ReplyHandler;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Asks a provider whether it offers what somebody else says that it offers: so neither a lie nor an
 * entry that has outlived its leaf becomes a result. Names are asked for by their keys, which
 * follow from them: a forged name is a key that its provider does not offer.
 *
 * <p>Message out: Confirm; in: Confirmed.
 */
final class Confirmation implements ReplyHandler<UnstructuredMessage.Confirmed> {

  /** Takes the contents that a provider has confirmed; none when it did not answer. */
  @FunctionalInterface
  interface WhenDone {
    void accept(List<Content> offered);
  }

  private final UnstructuredNode node;
  private final PeerAddress provider;
  private final PeerAddress teller;
  private final List<Content> claimed;
  private final WhenDone whenDone;

  /**
   * A question that has not been asked.
   *
   * @param teller whose word it is: refused when the provider says otherwise, unless it is this
   *     node itself
   * @param claimed what the provider is said to offer, no more than a hit may name
   */
  Confirmation(
      UnstructuredNode node,
      PeerAddress provider,
      PeerAddress teller,
      List<Content> claimed,
      WhenDone whenDone) {
    this.node = node;
    this.provider = provider;
    this.teller = teller;
    this.claimed = claimed;
    this.whenDone = whenDone;
  }

  /** Asks, and waits for so many nanoseconds at most. */
  void ask(long timeoutNanos) {
    List<Key> keys = claimed.stream().map(Content::key).toList();
    node.pending()
        .send(provider, id -> new UnstructuredMessage.Confirm(id, keys), timeoutNanos, this);
  }

  @Override
  public void onReply(UnstructuredMessage.Confirmed reply) {
    if (reply.offered().size() != claimed.size()) {
      node.refuse(provider, "confirms what was not asked");
      onFailure();
      return;
    }
    List<Content> offered = offered(reply.offered());
    if (offered.size() < claimed.size() && !teller.equals(node.host().self())) {
      node.refuse(teller, "hit that its provider denies");
    }
    whenDone.accept(offered);
  }

  private List<Content> offered(List<Boolean> answers) {
    return IntStream.range(0, claimed.size()).filter(answers::get).mapToObj(claimed::get).toList();
  }

  @Override
  public void onFailure() {
    whenDone.accept(List.of());
  }
}
