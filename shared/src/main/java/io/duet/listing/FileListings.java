package io.duet.listing;

import io.duet.listing.ListingMessage.FilePage;
import io.duet.listing.ListingMessage.ListFiles;
import io.duet.listing.ListingMessage.ListedFile;
import io.duet.netty.stream.Streams;
import io.duet.node.Key;
import io.duet.node.Peer;
import io.duet.sharing.Catalogue;
import io.duet.sharing.SharedFile;
import io.duet.store.StoreException;
import io.duet.transfer.TransferMessage;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Lists what peers share, and answers peers what this node shares. */
public final class FileListings {
  private static final Key ANY = Key.of(new byte[Key.BYTES]);

  /**
   * Some files of a peer.
   *
   * @param complete false if the peer shares more
   */
  public record Listing(List<ListedFile> files, boolean complete) {}

  private final Streams streams;

  /** Answers the questions of peers from a catalogue, from now on. */
  public FileListings(Streams streams, Catalogue catalogue) {
    this.streams = streams;
    streams.answer(ListFiles.class, (asker, question) -> page(catalogue, question));
  }

  private static CompletableFuture<FilePage> page(Catalogue catalogue, ListFiles question) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            List<SharedFile> files =
                catalogue.contentsAfter(
                    question.afterName(), question.afterId(), ListingMessage.PAGE_MAX + 1);
            boolean more = files.size() > ListingMessage.PAGE_MAX;
            return new FilePage(
                files.stream().limit(ListingMessage.PAGE_MAX).map(FileListings::listed).toList(),
                more);
          } catch (StoreException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  private static ListedFile listed(SharedFile file) {
    return new ListedFile(file.name(), file.stamp().bytes(), file.id());
  }

  /**
   * Asks a peer for the files that it shares.
   *
   * @param max the largest number of files, from 1
   * @return fails if the peer does not answer each page within 5 s, or refuses
   */
  public CompletableFuture<Listing> of(Peer peer, int max) {
    return more(peer, new ListFiles("", ANY), new ArrayList<>(), max);
  }

  private CompletableFuture<Listing> more(
      Peer peer, ListFiles question, List<ListedFile> before, int max) {
    return streams.ask(peer, question).thenCompose(answer -> more(peer, answer, before, max));
  }

  private CompletableFuture<Listing> more(
      Peer peer, TransferMessage.Answer answer, List<ListedFile> before, int max) {
    if (!(answer instanceof FilePage page)) {
      throw new IllegalArgumentException(peer + " answers another question");
    }
    before.addAll(page.files());
    if (before.size() >= max || !page.more() || page.files().isEmpty()) {
      boolean complete = before.size() <= max && !page.more();
      List<ListedFile> files = before.stream().limit(max).toList();
      return CompletableFuture.completedFuture(new Listing(files, complete));
    }
    ListedFile last = before.get(before.size() - 1);
    return more(peer, new ListFiles(last.name().text(), last.id()), before, max);
  }
}
