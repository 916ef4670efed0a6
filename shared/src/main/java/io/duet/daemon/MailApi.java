package io.duet.daemon;

import static io.duet.daemon.NodeOptions.API_PATH;

import com.fasterxml.jackson.databind.JsonNode;
import io.duet.http.HttpAnswer;
import io.duet.http.HttpCall;
import io.duet.http.Route;
import io.duet.mail.Inbox;
import io.duet.mail.Letter;
import io.duet.mail.Mailbox;
import io.duet.mail.SentLetter;
import io.duet.netty.PeerAddresses;
import io.duet.node.Peer;
import io.duet.overlay.DeliveryStatus;
import io.duet.overlay.Overlay;
import io.duet.overlay.RequestDelivery;
import io.duet.store.StoreException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The paths of the HTTP interface for letters. A node with a data folder uses its mailbox; another
 * one can only send, if its overlay delivers requests itself. Received letters are shown to those
 * who know the token of the data folder.
 */
record MailApi(NodeDaemon process, Overlay overlay, @Nullable Mailbox mailbox, AccessToken token) {

  private static final String LIFETIME = "lifetime";

  private record Requested(Peer to, DeliveryStatus status, List<Peer> keepers, String reason) {}

  private record Received(String received, Peer from, Peer broughtBy, String text) {
    static Received of(Inbox.Received letter) {
      return new Received(letter.at().toString(), letter.from(), letter.broughtBy(), letter.body());
    }
  }

  List<Route> routes() {
    return List.of(
        Route.post(API_PATH + "/request", this::request),
        Route.get(API_PATH + "/letters", this::letters));
  }

  private HttpAnswer request(HttpCall call) {
    Peer to = Peer.at(PeerAddresses.parse(call.posted("to")));
    String text = call.posted("text");
    JsonNode lifetime = call.json().path(LIFETIME);
    SentLetter sent =
        mailbox == null
            ? throughOverlay(to, text, lifetime)
            : NodeDaemon.awaited(mailbox.send(to, Letter.Kind.TEXT, text, seconds(lifetime)));
    return HttpAnswer.json(200, new Requested(to, sent.status(), sent.keepers(), sent.reason()));
  }

  private static long seconds(JsonNode lifetime) {
    if (!lifetime.isMissingNode() && !lifetime.isIntegralNumber()) {
      throw new IllegalArgumentException("'" + LIFETIME + "' is a whole number of seconds");
    }
    return lifetime.asLong(Letter.LIFETIME_SECONDS);
  }

  private SentLetter throughOverlay(Peer to, String text, JsonNode lifetime) {
    if (!(overlay instanceof RequestDelivery carrier)) {
      throw new IllegalArgumentException(
          "nodes of %s deliver requests only with a data folder; start this one with --data DIR"
              .formatted(process.overlayName()));
    }
    if (!lifetime.isMissingNode()) {
      throw new IllegalArgumentException(
          "without a data folder, requests live for as long as the overlay's setting says");
    }
    DeliveryStatus status = process.answer(done -> carrier.request(to, text, done));
    return new SentLetter(status, List.of(), "");
  }

  private HttpAnswer letters(HttpCall call) {
    if (mailbox == null) {
      return new HttpAnswer.Problem(409, FileApi.WITHOUT_DATA);
    } else if (!token.isIn(call)) {
      return AccessToken.missing();
    }
    try {
      List<Received> texts =
          mailbox.inbox().letters().stream()
              .filter(letter -> letter.kind() == Letter.Kind.TEXT)
              .map(Received::of)
              .toList();
      return HttpAnswer.json(200, Map.of("letters", texts));
    } catch (StoreException e) {
      return new HttpAnswer.Problem(409, String.valueOf(e.getMessage()));
    }
  }
}
