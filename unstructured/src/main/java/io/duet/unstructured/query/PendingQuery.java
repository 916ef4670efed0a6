package io.duet.unstructured.query;

import io.duet.node.Key;
import io.duet.node.Peer;
import io.duet.overlay.KeywordResult;
import io.duet.overlay.KeywordResult.NamedContent;
import io.duet.overlay.SearchResult;
import io.duet.unstructured.message.SearchCallback;
import io.duet.unstructured.message.SearchCriteria;
import io.duet.unstructured.message.SearchResults;
import io.duet.unstructured.node.Role;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A pending query of this node's own: its criteria, its results so far and its stage. */
final class PendingQuery {
  private final SearchCriteria criteria;
  private final int wanted;
  private final long deadline;
  private final SearchCallback whenDone;
  private final List<Long> ids = new ArrayList<>(1);
  private final Set<Peer> providers = new LinkedHashSet<>(2);
  private final Map<Key, NamedContent> contents = new LinkedHashMap<>(0);
  private final VerificationQuota claims;
  private boolean askedAll;
  private boolean complete = true;
  private int firstHops = -1;
  private int stage;
  private boolean lastStage;
  private boolean begunAgain;
  private @Nullable WalkerTracker walkers;

  /**
   * A query that has not begun.
   *
   * @param wanted number of results at which it ends
   * @param deadline time at which it ends in any case, by the host's clock
   */
  PendingQuery(SearchCriteria criteria, int wanted, long deadline, SearchCallback whenDone) {
    this.criteria = criteria;
    this.claims = new VerificationQuota(criteria);
    this.wanted = wanted;
    this.deadline = deadline;
    this.whenDone = whenDone;
  }

  SearchCriteria criteria() {
    return criteria;
  }

  int wanted() {
    return wanted;
  }

  long deadline() {
    return deadline;
  }

  /** The query ids under which it was sent; the last one is current. */
  List<Long> ids() {
    return ids;
  }

  long id() {
    return ids.get(ids.size() - 1);
  }

  /** Begins the next stage and returns its number, from 0. */
  int nextStage() {
    return stage++;
  }

  boolean isLastStage() {
    return lastStage;
  }

  /** Notes that the strategy has no further stage. */
  void setLastStage() {
    lastStage = true;
  }

  /** Restarts the strategy; only once per query. */
  void beginAgain() {
    begunAgain = true;
    lastStage = false;
    askedAll = false;
    stage = 0;
  }

  boolean hasBegunAgain() {
    return begunAgain;
  }

  boolean hasBegun() {
    return stage > 0;
  }

  VerificationQuota claims() {
    return claims;
  }

  /** Its walkers; null if it has sent none. */
  @Nullable WalkerTracker walkers() {
    return walkers;
  }

  void setWalkers(WalkerTracker sent) {
    walkers = sent;
  }

  /** Notes that no other peer will be asked. */
  void setAskedAll() {
    askedAll = true;
  }

  boolean hasAskedAll() {
    return askedAll;
  }

  int found() {
    return providers.size() + contents.size();
  }

  boolean isSatisfied() {
    return found() >= wanted;
  }

  /** Notes whether the sender of a hit sent all results that it has. */
  void note(boolean allSent) {
    complete &= allSent;
  }

  /** Adds the results of a hit. */
  void take(int hops, SearchResults results) {
    if (firstHops < 0 && results.count() > 0) {
      firstHops = hops;
    }
    note(results.complete());
    results.providers().stream().limit(SearchResult.PROVIDERS_MAX).forEach(this::take);
    results.contents().forEach(this::take);
  }

  private void take(Peer provider) {
    if (providers.size() < SearchResult.PROVIDERS_MAX) {
      providers.add(provider);
    }
  }

  private void take(NamedContent content) {
    NamedContent known = contents.get(content.key());
    if (known != null) {
      contents.put(content.key(), SearchResults.merged(known, content));
    } else if (contents.size() < KeywordResult.NAMES_MAX) {
      contents.put(content.key(), content);
    } else {
      complete = false;
    }
  }

  /** Repeats the search in another role. */
  void repeat(Role role) {
    role.search(criteria, wanted, whenDone);
  }

  /**
   * Ends the query with the results so far.
   *
   * @param hops number of hops that is reported without a hit
   * @param askedAll false when it ended before its strategy had sent all stages
   */
  void end(int hops, boolean askedAll) {
    whenDone.accept(
        firstHops < 0 ? hops : firstHops,
        new SearchResults(
            List.copyOf(providers),
            List.copyOf(contents.values()),
            complete && askedAll && (isSatisfied() || claims.areComplete())));
  }
}
