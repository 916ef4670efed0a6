package io.duet.download;

import io.duet.netty.stream.Streams;
import io.duet.node.Key;
import io.duet.node.Peer;
import io.duet.overlay.ContentName;
import io.duet.transfer.TransferMessage.Contents;
import io.duet.transfer.TransferMessage.FindContents;
import io.duet.transfer.TransferMessage.Offer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Finds the contents that providers offer under a name. Names are not unique, so each provider is
 * asked for the ids of its own.
 */
public final class NameLookup {
  private static final int SEARCH_SECONDS_MAX = 15;

  /**
   * A content under the name.
   *
   * @param providers those that offer it, at least one
   */
  public record Found(Key id, long bytes, List<Peer> providers) {}

  /**
   * What was found under a name.
   *
   * @param contents those with most providers first
   * @param silent providers that could not be reached or did not answer in time
   */
  public record Result(List<Found> contents, List<Peer> silent) {}

  private final Streams streams;
  private final ProviderSearch search;

  public NameLookup(Streams streams, ProviderSearch search) {
    this.streams = streams;
    this.search = search;
  }

  /** The contents under a name; waits for up to 20 s. */
  public Result find(ContentName name) {
    CompletableFuture<List<Peer>> found = new CompletableFuture<>();
    search.find(name.key(), found::complete);
    List<Peer> providers =
        found.completeOnTimeout(List.of(), SEARCH_SECONDS_MAX, TimeUnit.SECONDS).join();
    Map<Peer, CompletableFuture<Optional<Contents>>> asked = new LinkedHashMap<>();
    providers.forEach(peer -> asked.put(peer, ask(peer, name)));
    Map<Key, Found> contents = new LinkedHashMap<>();
    List<Peer> silent = new ArrayList<>();
    asked.forEach(
        (peer, answer) ->
            answer
                .join()
                .map(Contents::offers)
                .ifPresentOrElse(
                    offers -> offers.forEach(offer -> add(contents, offer, peer)),
                    () -> silent.add(peer)));
    return new Result(mostProvidersFirst(contents.values()), silent);
  }

  private static List<Found> mostProvidersFirst(Collection<Found> contents) {
    return contents.stream()
        .sorted((one, other) -> other.providers.size() - one.providers.size())
        .toList();
  }

  private static void add(Map<Key, Found> contents, Offer offer, Peer peer) {
    contents
        .computeIfAbsent(offer.id(), id -> new Found(id, offer.bytes(), new ArrayList<>()))
        .providers
        .add(peer);
  }

  /** What one provider offers; empty if it cannot be reached or does not answer in time. */
  private CompletableFuture<Optional<Contents>> ask(Peer peer, ContentName name) {
    return streams
        .ask(peer, new FindContents(name))
        .handle(
            (answer, problem) ->
                answer instanceof Contents found ? Optional.of(found) : Optional.empty());
  }
}
