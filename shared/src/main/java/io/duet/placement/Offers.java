package io.duet.placement;

import io.duet.node.Peer;
import io.duet.overlay.ContentName;
import io.duet.placement.PlacementMessage.Outcome;
import io.duet.placement.PlacementMessage.StoreOffer;
import io.duet.placement.PlacementMessage.StoreReply;
import io.duet.store.PlacedContent;
import io.duet.store.StoreException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Offers contents to peers, in the order of a strategy. */
final class Offers {
  /**
   * Why a peer does not take a content.
   *
   * @param absent whether it has not answered at all
   */
  record Refusal(String sentence, boolean absent) {}

  private final Peer self;
  private final KnownPeers peers;
  private final Holders holders;
  private final Questions questions;
  private final Random random;
  private final Consumer<PlacementEvent> events;
  private @Nullable Peer last; // that accepted a content

  /**
   * The offers of a node.
   *
   * @param random decides for the strategy that draws lots
   */
  Offers(
      Peer self,
      KnownPeers peers,
      Holders holders,
      Questions questions,
      Random random,
      Consumer<PlacementEvent> events) {
    this.self = self;
    this.peers = peers;
    this.holders = holders;
    this.questions = questions;
    this.random = random;
    this.events = events;
  }

  /**
   * Offers a content to peers that do not have it, until enough of them have accepted.
   *
   * @param missing how many are to accept
   * @return why others have declined, a sentence for each
   */
  synchronized List<String> spread(
      PlacedContent content, Strategy strategy, Holders.Found found, int missing)
      throws StoreException {
    int others = found.count() - (found.has(self) ? 1 : 0);
    Set<Peer> named = peers.withRoom(content, missing + others);
    List<Candidate> candidates =
        peers.candidates(named).stream().filter(candidate -> !found.has(candidate.peer())).toList();
    List<String> declined = new ArrayList<>();
    candidates.stream()
        .filter(candidate -> candidate.freeBytes() < content.bytes())
        .forEach(
            candidate -> declined.add(tooSmall(candidate.peer(), candidate.freeBytes(), content)));
    int left = missing;
    for (Candidate next : ordered(candidates, content, strategy, named)) {
      if (left > 0) {
        Optional<Refusal> problem = offer(content, next.peer());
        problem.map(Refusal::sentence).ifPresent(declined::add);
        left -= problem.isEmpty() ? 1 : 0;
      }
    }
    return declined;
  }

  /** In the order of a strategy; by space, the peers that the overlay has named come first. */
  private List<Candidate> ordered(
      List<Candidate> candidates, PlacedContent content, Strategy strategy, Set<Peer> named) {
    List<Candidate> ordered =
        new ArrayList<>(strategy.order(candidates, content.bytes(), last, random));
    if (strategy == Strategy.SPACE) {
      List<Peer> turn = List.copyOf(named);
      ordered.sort(
          Comparator.comparingInt(
              candidate ->
                  named.contains(candidate.peer()) ? turn.indexOf(candidate.peer()) : turn.size()));
    }
    return ordered;
  }

  /** Offers a content to one peer; returns why it has declined, empty if it has accepted. */
  synchronized Optional<Refusal> offer(PlacedContent content, Peer to) {
    Optional<StoreReply> reply = questions.ask(to, offer(content), StoreReply.class).join();
    if (reply.isEmpty()) {
      return Optional.of(new Refusal(to + " is not reachable", true));
    } else if (reply.get().outcome() != Outcome.ACCEPTED) {
      return Optional.of(new Refusal(declined(to, reply.get(), content), false));
    }
    holders.accepted(content.id(), to);
    last = to;
    events.accept(new PlacementEvent(PlacementEvent.Kind.PLACED, content, to));
    return Optional.empty();
  }

  /** The offer of a content as it is sent. */
  StoreOffer offer(PlacedContent content) {
    Peer owner = content.isOwn() ? self : KnownPeers.peerAt(content.owner());
    ContentName name = new ContentName(content.name());
    return new StoreOffer(content.id(), name, content.bytes(), owner, content.replicas());
  }

  private static String declined(Peer peer, StoreReply reply, PlacedContent content) {
    return switch (reply.outcome()) {
      case NO_SPACE -> tooSmall(peer, reply.freeBytes(), content);
      case UNSAFE_NAME -> peer + " declined: the name is not safe for a file there";
      default -> peer + " declined: it could not confirm the offer at this node's address";
    };
  }

  private static String tooSmall(Peer peer, long free, PlacedContent content) {
    return "%s declined: it has %,d bytes free for this node, and '%s' has %,d"
        .formatted(peer, free, content.name(), content.bytes());
  }
}
