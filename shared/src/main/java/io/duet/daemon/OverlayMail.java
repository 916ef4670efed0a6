package io.duet.daemon;

import io.duet.mail.MailMessage;
import io.duet.mail.MailNetwork;
import io.duet.mail.Mailbox;
import io.duet.netty.NettyHost;
import io.duet.netty.stream.Streams;
import io.duet.node.Key;
import io.duet.node.Peer;
import io.duet.overlay.KeeperLookup;
import io.duet.overlay.Overlay;
import io.duet.overlay.ProviderRecord;
import io.duet.overlay.SearchResult;
import io.duet.transfer.TransferMessage;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The network of a mailbox: the overlay says where, and streams carry the letters. */
record OverlayMail(NettyHost host, Overlay overlay, Streams streams) implements MailNetwork {
  private static final int ANSWER_SECONDS_MAX = 10;

  /** Passes the questions of peers on to the mailbox. */
  void answerFor(Mailbox mailbox) {
    streams.answer(MailMessage.Keep.class, mailbox::onKeep);
    streams.answer(MailMessage.Deliver.class, mailbox::onDeliver);
    streams.answer(MailMessage.Returned.class, mailbox::onReturned);
  }

  @Override
  public Peer self() {
    return host.self();
  }

  @Override
  public CompletableFuture<Boolean> isJoined() {
    return host.call(overlay::isJoined);
  }

  @Override
  public CompletableFuture<TransferMessage.Answer> ask(Peer to, TransferMessage.Question question) {
    return streams.ask(to, question);
  }

  /** None on an overlay that names no keepers; the letter then waits at its sender alone. */
  @Override
  public CompletableFuture<List<Peer>> keepers(Key key, int count) {
    CompletableFuture<List<Peer>> found = new CompletableFuture<>();
    if (overlay instanceof KeeperLookup lookup) {
      host.execute(() -> lookup.keepers(key, count, found::complete));
    } else {
      found.complete(List.of());
    }
    return found.completeOnTimeout(List.of(), ANSWER_SECONDS_MAX, TimeUnit.SECONDS);
  }

  @Override
  public CompletableFuture<List<Peer>> find(Key key) {
    CompletableFuture<SearchResult> found = new CompletableFuture<>();
    host.execute(() -> overlay.search(key, SearchResult.PROVIDERS_MAX, found::complete));
    return found
        .thenApply(result -> result.providers().stream().map(ProviderRecord::provider).toList())
        .completeOnTimeout(List.of(), ANSWER_SECONDS_MAX, TimeUnit.SECONDS);
  }

  @Override
  public void publish(Key key, boolean published) {
    host.execute(
        () -> {
          if (published) {
            overlay.publish(key);
          } else {
            overlay.withdraw(key);
          }
        });
  }
}
