package io.duet.process;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.duet.http.HttpAnswer;
import io.duet.http.HttpCall;
import io.duet.http.Route;
import io.duet.node.PeerAddress;
import io.duet.overlay.ContentName;
import io.duet.overlay.Listing;
import io.duet.overlay.Placement;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * The HTTP API of a running node about other peers, in JSON: {@code GET /peers}, {@code
 * /super-peers} and {@code /resources}, each with {@code ?first=ROW} for the rows from this one on;
 * {@code GET /events?since=NUMBER}; and {@code POST /place} with a body of {@code {"name": "NAME",
 * "bytes": NUMBER}}.
 */
final class PeerApi {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PLACED_MAX = Duration.ofSeconds(30);

  private final NodeProcess process;

  private PeerApi(NodeProcess process) {
    this.process = process;
  }

  static List<Route> routes(NodeProcess process) {
    PeerApi api = new PeerApi(process);
    return List.of(
        Route.get("/peers", call -> api.list(call, Listing.Of.PEERS)),
        Route.get("/super-peers", call -> api.list(call, Listing.Of.SUPER_PEERS)),
        Route.get("/resources", call -> api.list(call, Listing.Of.RESOURCES)),
        Route.get("/events", api::events),
        Route.post("/place", api::place));
  }

  private HttpAnswer list(HttpCall call, Listing.Of what) {
    Listing listing = process.list(what, (int) call.number("first", 0, 0, Integer.MAX_VALUE));
    ObjectNode told = JSON.createObjectNode();
    told.put("first", listing.first()).put("total", listing.total());
    told.setAll(StatusJson.of(listing.table()));
    return json(told);
  }

  private HttpAnswer events(HttpCall call) {
    RequestEvents events = process.events();
    ObjectNode told = JSON.createObjectNode();
    ArrayNode list = told.putArray("events");
    long next = call.number("since", 0, 0, Long.MAX_VALUE);
    for (RequestEvents.Event event : events.since(next)) {
      ObjectNode one = list.addObject().put("number", event.number());
      one.put("at", event.at().toString()).put("from", event.from().toString());
      one.put("request", event.request()).put("hops", event.hops());
      next = event.number() + 1;
    }
    return json(told.put("next", list.isEmpty() ? events.next() : next));
  }

  private HttpAnswer place(HttpCall call) {
    JsonNode posted = tree(call.body());
    JsonNode name = posted.path("name");
    long bytes = posted.path("bytes").asLong(0);
    if (!name.isTextual() || bytes < 0) {
      throw new IllegalArgumentException("Post {\"name\": \"NAME\", \"bytes\": NUMBER}.");
    }
    return process
        .place(new ContentName(name.textValue()), bytes, PLACED_MAX)
        .map(PeerApi::told)
        .orElseGet(() -> HttpAnswer.sentence(504, "No peer was named before the deadline."));
  }

  private static JsonNode tree(String body) {
    try {
      return JSON.readTree(body);
    } catch (JsonProcessingException e) {
      return JSON.missingNode();
    }
  }

  private static HttpAnswer told(Placement placement) {
    ObjectNode told = JSON.createObjectNode();
    told.put("fate", placement.fate().name().toLowerCase(Locale.ROOT));
    PeerAddress peer = placement.peer();
    if (peer != null) {
      told.put("peer", peer.toString());
    }
    return json(told);
  }

  private static HttpAnswer json(JsonNode tree) {
    return HttpAnswer.json(200, tree.toPrettyString() + "\n");
  }
}
