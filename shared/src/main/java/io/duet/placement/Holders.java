package io.duet.placement;

import io.duet.download.ProviderSearch;
import io.duet.node.Key;
import io.duet.node.Peer;
import io.duet.placement.PlacementMessage.Amount;
import io.duet.placement.PlacementMessage.FindHolding;
import io.duet.placement.PlacementMessage.Holding;
import io.duet.store.PlacedContent;
import io.duet.store.StoreException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Finds the live copies of a content: every provider that the overlay names, and every peer that
 * has accepted it, is asked itself.
 */
final class Holders {
  private static final int SEARCH_SECONDS_MAX = 15;
  private static final int PROMISED_MAX = 4 * PlacedContent.REPLICAS_MAX;

  /**
   * What live peers have of a content.
   *
   * @param copies the complete copies, this node's own included
   * @param coming the peers that are fetching it
   * @param replicas the number of copies that its owner wants now; empty if the owner is silent
   */
  record Found(List<Copy> copies, List<Peer> coming, Optional<Integer> replicas) {

    /** Whether a peer has the content, or is fetching it. */
    boolean has(Peer peer) {
      return coming.contains(peer) || copies.stream().anyMatch(copy -> copy.peer().equals(peer));
    }

    /** The number of copies, complete or not. */
    int count() {
      return copies.size() + coming.size();
    }
  }

  private final Peer self;
  private final StoredContents own;
  private final ProviderSearch search;
  private final Questions questions;
  private final Map<Key, Set<Peer>> promised = new ConcurrentHashMap<>();

  Holders(Peer self, StoredContents own, ProviderSearch search, Questions questions) {
    this.self = self;
    this.own = own;
    this.search = search;
    this.questions = questions;
  }

  /** Notes that a peer has accepted a content, so that it is asked although nobody names it yet. */
  void accepted(Key id, Peer peer) {
    Set<Peer> peers = promised.computeIfAbsent(id, none -> ConcurrentHashMap.newKeySet());
    if (peers.size() < PROMISED_MAX) {
      peers.add(peer);
    }
  }

  /** Searches for providers, and asks all of them. */
  Found find(PlacedContent content) throws StoreException {
    CompletableFuture<List<Peer>> found = new CompletableFuture<>();
    search.find(content.id(), found::complete);
    Set<Peer> peers = promised(content.id());
    peers.addAll(found.completeOnTimeout(List.of(), SEARCH_SECONDS_MAX, TimeUnit.SECONDS).join());
    return ask(content, peers);
  }

  /** Asks only the peers that have accepted the content. */
  Found askPromised(PlacedContent content) throws StoreException {
    return ask(content, promised(content.id()));
  }

  private Set<Peer> promised(Key id) {
    return new LinkedHashSet<>(promised.getOrDefault(id, Set.of()));
  }

  private Found ask(PlacedContent content, Set<Peer> peers) throws StoreException {
    Optional<Peer> owner =
        content.isOwn() ? Optional.empty() : Optional.of(KnownPeers.peerAt(content.owner()));
    owner.ifPresent(peers::add);
    peers.remove(self);
    Map<Peer, Optional<Holding>> answers =
        questions.askAll(peers, new FindHolding(content.id()), Holding.class);
    Optional<Integer> replicas =
        owner.flatMap(peer -> answers.getOrDefault(peer, Optional.empty())).map(Holding::replicas);
    return found(content.id(), answers, replicas);
  }

  private Found found(Key id, Map<Peer, Optional<Holding>> answers, Optional<Integer> replicas)
      throws StoreException {
    List<Copy> copies = new ArrayList<>();
    List<Peer> coming = new ArrayList<>();
    if (own.amount(id) == Amount.COMPLETE) {
      copies.add(new Copy(self, own.isStoredOnly(id), true));
    }
    answers.forEach(
        (peer, answer) -> {
          Amount amount = answer.map(Holding::amount).orElse(Amount.NONE);
          if (amount == Amount.COMPLETE) {
            copies.add(copy(peer, answer.get()));
          } else if (amount == Amount.PARTIAL) {
            coming.add(peer);
          }
        });
    forgetEmpty(id, answers);
    return new Found(copies, coming, replicas);
  }

  private static Copy copy(Peer peer, Holding holding) {
    return new Copy(peer, holding.stored(), holding.replicas() != PlacedContent.DELIVERED);
  }

  /** Peers that say that they have nothing are no longer asked; silent ones may return. */
  private void forgetEmpty(Key id, Map<Peer, Optional<Holding>> answers) {
    promised
        .getOrDefault(id, new LinkedHashSet<>())
        .removeIf(
            peer ->
                answers
                    .getOrDefault(peer, Optional.empty())
                    .filter(holding -> holding.amount() == Amount.NONE)
                    .isPresent());
  }
}
