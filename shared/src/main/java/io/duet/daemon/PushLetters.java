package io.duet.daemon;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.duet.http.Json;
import io.duet.mail.Inbox;
import io.duet.mail.Letter;
import io.duet.mail.Mailbox;
import io.duet.node.Key;
import io.duet.node.Peer;
import io.duet.overlay.ContentName;
import io.duet.overlay.DeliveryStatus;
import io.duet.placement.PlacementMessage.StoreOffer;
import io.duet.placement.Placements;
import io.duet.store.PlacedContent;
import io.duet.store.StoreException;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Pushes to absent peers, which wait in the mailbox as letters. The receiver takes up each one once
 * its sender can be reached. It tries every {@value #PERIOD_SECONDS} s until then, or until the
 * letter is as old as letters become.
 */
final class PushLetters {
  static final int PERIOD_SECONDS = 10;

  private static final System.Logger LOG = System.getLogger(PushLetters.class.getName());

  private final Mailbox mailbox;
  private final Placements placements;

  private PushLetters(Mailbox mailbox, Placements placements) {
    this.mailbox = mailbox;
    this.placements = placements;
  }

  /** Connects a mailbox and placements, from now on. */
  static void connect(Mailbox mailbox, Placements placements) {
    PushLetters letters = new PushLetters(mailbox, placements);
    placements.letterbox(letters::leave);
    placements.every(PERIOD_SECONDS, "pushed files were not taken up", letters::takeUp);
  }

  private CompletableFuture<Boolean> leave(Peer to, StoreOffer offer) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("id", offer.id().toString());
    body.put("name", offer.contentName().text());
    body.put("bytes", offer.bytes());
    return mailbox
        .send(to, Letter.Kind.PUSH, Json.line(body))
        .thenApply(sent -> sent.status() != DeliveryStatus.REFUSED);
  }

  private void takeUp() throws StoreException {
    for (Inbox.Received letter : mailbox.inbox().openPushes()) {
      if (offer(letter).map(this::isTaken).orElse(true)) {
        mailbox.inbox().settle(letter.id()).join();
      }
    }
  }

  private boolean isTaken(StoreOffer offer) {
    return isHere(offer) || placements.returned(offer).exceptionally(problem -> false).join();
  }

  private boolean isHere(StoreOffer offer) {
    try {
      return placements.get(offer.id()).isPresent();
    } catch (IOException e) {
      return false;
    }
  }

  /** The offer of a letter, whose text may be anything. */
  private static Optional<StoreOffer> offer(Inbox.Received letter) {
    try {
      JsonNode body = Json.tree(letter.body());
      return Optional.of(
          new StoreOffer(
              Key.parse(body.path("id").asText()),
              new ContentName(body.path("name").asText()),
              Math.max(0, body.path("bytes").asLong()),
              letter.from(),
              PlacedContent.DELIVERED));
    } catch (JsonProcessingException | IllegalArgumentException e) {
      LOG.log(Level.DEBUG, "a letter with no push: {0}", e.getMessage());
      return Optional.empty();
    }
  }
}
