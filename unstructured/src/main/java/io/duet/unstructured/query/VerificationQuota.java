package io.duet.unstructured.query;

import io.duet.node.Key;
import io.duet.node.PeerAddress;
import io.duet.overlay.KeywordResult;
import io.duet.overlay.SearchResult;
import io.duet.unstructured.message.SearchCriteria;
import io.duet.unstructured.message.SharedContent;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a query's hits claim that providers offer, as far as these are asked.
 *
 * <p>Invariant: nothing is asked twice, and all that is asked for one query is bounded: however
 * many providers and contents a liar names, it cannot make others flood them; nor can one alone
 * leave no room for what others tell.
 */
final class VerificationQuota {
  private static final int OF_KEY_MAX = SearchResult.PROVIDERS_MAX; // of what one peer tells
  private static final int OF_WORDS_MAX = KeywordResult.NAMES_MAX * KeywordResult.PROVIDERS_MAX;
  private static final int TELLERS =
      3; // who may tell so much: a liar, strangers, and somebody else

  /** That a provider offers a content. */
  private record Claim(PeerAddress provider, Key content) {}

  private final int most;
  private final Set<Claim> asked = new LinkedHashSet<>(2);
  private final Map<PeerAddress, Integer> askedOf = new LinkedHashMap<>(2); // by who told it
  private int confirming;
  private boolean complete = true;

  /** No claims yet of what a question asks for. */
  VerificationQuota(SearchCriteria question) {
    this.most = question instanceof SearchCriteria.OfKey ? OF_KEY_MAX : OF_WORDS_MAX;
  }

  /**
   * Begins a confirmation, unless there is nothing to ask.
   *
   * @param teller whose word it is
   * @return what the provider is to be asked for, of what it is said to offer
   */
  List<SharedContent> toConfirm(
      PeerAddress teller, PeerAddress provider, List<SharedContent> claimed) {
    List<SharedContent> unasked =
        claimed.stream()
            .filter(content -> mayAsk(teller, new Claim(provider, content.key())))
            .toList();
    confirming += unasked.isEmpty() ? 0 : 1;
    return unasked;
  }

  private boolean mayAsk(PeerAddress teller, Claim claim) {
    if (asked.contains(claim)) {
      return false;
    }
    boolean fits = asked.size() < TELLERS * most && askedOf.merge(teller, 1, Integer::sum) <= most;
    complete &= fits;
    return fits && asked.add(claim);
  }

  /** Notes that a provider that was asked has answered, or will not. */
  void countConfirmed() {
    confirming--;
  }

  /** How many confirmations are under way. */
  int confirming() {
    return confirming;
  }

  /** Whether no claim was left unasked because there were too many. */
  boolean areComplete() {
    return complete;
  }
}
