package io.duet.unstructured.query;

import io.duet.node.Key;
import io.duet.node.Peer;
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
 * Bounds the claims of hits that are verified for one query.
 *
 * <p>Invariants: no claim is verified twice. The total is bounded, so a false hit cannot make other
 * nodes flood a victim. The claims of one claimant are bounded, so it cannot use up the quota
 * alone.
 */
final class VerificationQuota {
  private static final int OF_KEY_MAX = SearchResult.PROVIDERS_MAX; // per claimant
  private static final int OF_WORDS_MAX = KeywordResult.NAMES_MAX * KeywordResult.PROVIDERS_MAX;
  private static final int CLAIMANTS = 3; // a liar, strangers and one more

  /** The claim that a provider offers a content. */
  private record Claim(Peer provider, Key content) {}

  private final int max;
  private final Set<Claim> asked = new LinkedHashSet<>(2);
  private final Map<Peer, Integer> askedByClaimant = new LinkedHashMap<>(2); // by claimant
  private int confirming;
  private boolean complete = true;

  /** A quota without claims. */
  VerificationQuota(SearchCriteria criteria) {
    this.max = criteria instanceof SearchCriteria.OfKey ? OF_KEY_MAX : OF_WORDS_MAX;
  }

  /**
   * Begins a verification, unless nothing is left to verify.
   *
   * @return the claimed contents that the provider is to confirm
   */
  List<SharedContent> toConfirm(Peer claimant, Peer provider, List<SharedContent> claimed) {
    List<SharedContent> selected =
        claimed.stream()
            .filter(content -> mayAsk(claimant, new Claim(provider, content.key())))
            .toList();
    confirming += selected.isEmpty() ? 0 : 1;
    return selected;
  }

  private boolean mayAsk(Peer claimant, Claim claim) {
    if (asked.contains(claim)) {
      return false;
    }
    boolean fits =
        asked.size() < CLAIMANTS * max && askedByClaimant.merge(claimant, 1, Integer::sum) <= max;
    complete &= fits;
    return fits && asked.add(claim);
  }

  /** Notes that a verification has ended, with or without a reply. */
  void countConfirmed() {
    confirming--;
  }

  /** Number of pending verifications. */
  int confirming() {
    return confirming;
  }

  /** Whether the quota has left out no claim. */
  boolean areComplete() {
    return complete;
  }
}
