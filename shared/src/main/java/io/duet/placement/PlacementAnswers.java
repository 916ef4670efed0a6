package io.duet.placement;

import io.duet.netty.stream.Streams;
import io.duet.node.Peer;
import io.duet.placement.PlacementMessage.Amount;
import io.duet.placement.PlacementMessage.FindHolding;
import io.duet.placement.PlacementMessage.FindSpace;
import io.duet.placement.PlacementMessage.Holding;
import io.duet.placement.PlacementMessage.Outcome;
import io.duet.placement.PlacementMessage.SpaceLeft;
import io.duet.placement.PlacementMessage.StoreOffer;
import io.duet.placement.PlacementMessage.StoreReply;
import io.duet.store.PlacedContent;
import io.duet.store.PlacementTable;
import io.duet.store.StoreException;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Answers the questions of peers about placement. An offer is accepted only if the asker confirms,
 * when this node dials its address, that it has the content.
 */
final class PlacementAnswers {
  private final Executor thread;
  private final PlacementTable table;
  private final StoredContents own;
  private final KnownPeers peers;
  private final Questions questions;
  private final Consumer<PlacementEvent> events;
  private final long startedNanos = System.nanoTime();

  /**
   * The answers of a node.
   *
   * @param thread runs what reads or writes the disk
   */
  PlacementAnswers(
      Executor thread,
      PlacementTable table,
      StoredContents own,
      KnownPeers peers,
      Questions questions,
      Consumer<PlacementEvent> events) {
    this.thread = thread;
    this.table = table;
    this.own = own;
    this.peers = peers;
    this.questions = questions;
    this.events = events;
  }

  void register(Streams streams) {
    streams.answer(FindSpace.class, (asker, find) -> later(() -> space(asker)));
    streams.answer(FindHolding.class, (asker, find) -> later(() -> holding(find)));
    streams.answer(StoreOffer.class, this::onOffer);
  }

  private <T> CompletableFuture<T> later(Callable<T> answer) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return answer.call();
          } catch (Exception e) {
            throw new CompletionException(e);
          }
        },
        thread);
  }

  private SpaceLeft space(Peer asker) throws StoreException {
    long uptime = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - startedNanos);
    return new SpaceLeft(
        table.free(asker.toString()), (int) Math.min(uptime, Integer.MAX_VALUE), peers.some());
  }

  private Holding holding(FindHolding find) throws StoreException {
    Amount amount = own.amount(find.id());
    boolean stored = amount != Amount.NONE && own.isStoredOnly(find.id());
    int replicas = table.get(find.id()).map(PlacedContent::replicas).orElse(0);
    return new Holding(amount, stored, replicas);
  }

  /** Stores a content for a peer, once that peer has confirmed that it has it. */
  CompletableFuture<StoreReply> onOffer(Peer asker, StoreOffer offer) {
    return questions
        .ask(asker, new FindHolding(offer.id()), Holding.class)
        .thenComposeAsync(confirmed -> later(() -> reply(asker, offer, confirmed)), thread);
  }

  private StoreReply reply(Peer asker, StoreOffer offer, Optional<Holding> confirmed)
      throws IOException {
    String owner = offer.owner().toString();
    return new StoreReply(outcome(asker, offer, confirmed), table.free(owner));
  }

  private Outcome outcome(Peer asker, StoreOffer offer, Optional<Holding> confirmed)
      throws IOException {
    if (confirmed.filter(holding -> holding.amount() == Amount.COMPLETE).isEmpty()) {
      return Outcome.NOT_CONFIRMED;
    }
    try {
      PlacedContent content = content(offer);
      if (!own.accept(content, asker)) {
        return Outcome.NO_SPACE;
      }
      events.accept(new PlacementEvent(PlacementEvent.Kind.ACCEPTED, content, asker));
      return Outcome.ACCEPTED;
    } catch (IllegalArgumentException e) {
      return Outcome.UNSAFE_NAME;
    }
  }

  /** A content that this node has anyway takes no space. */
  private PlacedContent content(StoreOffer offer) throws StoreException {
    boolean stored = own.amount(offer.id()) != Amount.COMPLETE;
    return new PlacedContent(
        offer.id(),
        offer.contentName().text(),
        offer.bytes(),
        offer.replicas(),
        offer.owner().toString(),
        stored);
  }
}
