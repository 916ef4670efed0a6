package io.duet.unstructured.query;

import io.duet.node.Key;
import io.duet.node.Peer;
import io.duet.overlay.KeywordResult;
import io.duet.overlay.KeywordResult.NamedContent;
import io.duet.overlay.SearchResult;
import io.duet.unstructured.message.SearchRequest;
import io.duet.unstructured.message.SearchResults;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A pending query of this node's own: its results so far and its stage. */
final class PendingQuery {
  final SearchRequest request;
  final long deadline; // time at which it ends in any case, by the host's clock
  final List<Long> ids = new ArrayList<>(1); // under which it was sent; the last one is current
  final VerificationQuota claims;
  int stage; // number of stages that have begun
  boolean lastStage; // the strategy has no further stage
  boolean askedAll; // no other peer will be asked
  boolean begunAgain; // the strategy was restarted, which happens only once
  boolean ended;
  @Nullable WalkerTracker walkers; // null if it has sent none
  private final Set<Peer> providers = new LinkedHashSet<>(2);
  private final Map<Key, NamedContent> contents = new LinkedHashMap<>(0);
  private boolean complete = true;
  private int firstHops = -1;

  /** A query that has not begun. */
  PendingQuery(SearchRequest request, long deadline) {
    this.request = request;
    this.deadline = deadline;
    this.claims = new VerificationQuota(request.criteria());
  }

  long id() {
    return ids.get(ids.size() - 1);
  }

  boolean hasBegun() {
    return stage > 0;
  }

  /** Restarts the strategy. */
  void beginAgain() {
    begunAgain = true;
    lastStage = false;
    askedAll = false;
    stage = 0;
  }

  int found() {
    return providers.size() + contents.size();
  }

  boolean isSatisfied() {
    return found() >= request.wanted();
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
    for (Peer provider : results.providers()) {
      if (providers.size() < SearchResult.PROVIDERS_MAX) {
        providers.add(provider);
      }
    }
    results.contents().forEach(this::take);
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

  /**
   * Ends the query with the results so far.
   *
   * @param hops number of hops that is reported without a hit
   * @param sentAll false when it ended before its strategy had sent all stages
   */
  void end(int hops, boolean sentAll) {
    ended = true;
    request
        .whenDone()
        .accept(
            firstHops < 0 ? hops : firstHops,
            new SearchResults(
                List.copyOf(providers),
                List.copyOf(contents.values()),
                complete && sentAll && (isSatisfied() || claims.areComplete())));
  }
}
