package io.duet.unstructured.query;

import io.duet.node.Key;
import io.duet.node.PeerAddress;
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

/** A pending query of this node's own: what was asked, what was found, and its stage. */
final class PendingQuery {
  private final SearchCriteria question;
  private final int wanted;
  private final long deadline;
  private final SearchCallback whenDone;
  private final List<Long> ids = new ArrayList<>(1);
  private final Set<PeerAddress> providers = new LinkedHashSet<>(2);
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
   * @param wanted the number of results at which it ends
   * @param deadline when it ends in any case, by the host's clock
   */
  PendingQuery(SearchCriteria question, int wanted, long deadline, SearchCallback whenDone) {
    this.question = question;
    this.claims = new VerificationQuota(question);
    this.wanted = wanted;
    this.deadline = deadline;
    this.whenDone = whenDone;
  }

  SearchCriteria question() {
    return question;
  }

  int wanted() {
    return wanted;
  }

  long deadline() {
    return deadline;
  }

  /** The numbers under which it was sent; the last one counts for what is sent now. */
  List<Long> ids() {
    return ids;
  }

  /** The last number under which it was sent. */
  long id() {
    return ids.get(ids.size() - 1);
  }

  /** How many stages of its strategy have begun before this one; the first is 0. */
  int nextStage() {
    return stage++;
  }

  boolean isLastStage() {
    return lastStage;
  }

  /** Notes that the strategy will send no more after this. */
  void setLastStage() {
    lastStage = true;
  }

  /** Lets the strategy begin anew, once. */
  void beginAgain() {
    begunAgain = true;
    lastStage = false;
    askedAll = false;
    stage = 0;
  }

  boolean hasBegunAgain() {
    return begunAgain;
  }

  /** Whether the first stage has begun. */
  boolean hasBegun() {
    return stage > 0;
  }

  /** What its hits claim. */
  VerificationQuota claims() {
    return claims;
  }

  /** Its walkers; null where none were sent. */
  @Nullable WalkerTracker walkers() {
    return walkers;
  }

  /** Notes that walkers were sent. */
  void setWalkers(WalkerTracker sent) {
    walkers = sent;
  }

  /** Notes that nobody else will be asked. */
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

  /** Notes whether whoever told something told all that it knew. */
  void note(boolean toldAll) {
    complete &= toldAll;
  }

  /** Takes a hit that came over so many hops. */
  void take(int hops, SearchResults findings) {
    if (firstHops < 0 && findings.count() > 0) {
      firstHops = hops;
    }
    note(findings.complete());
    findings.providers().stream().limit(SearchResult.PROVIDERS_MAX).forEach(this::take);
    findings.contents().forEach(this::take);
  }

  private void take(PeerAddress provider) {
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

  /** Begins again from nothing, in the role that this node plays now. */
  void askAnew(Role role) {
    role.search(question, wanted, whenDone);
  }

  /**
   * Hands over what was found.
   *
   * @param hops messages that carried it as far as it came, told when nothing was found
   * @param askedAll false when it ended before all were asked that its strategy would have asked
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
