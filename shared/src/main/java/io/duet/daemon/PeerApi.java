package io.duet.daemon;

import com.fasterxml.jackson.databind.JsonNode;
import io.duet.http.HttpAnswer;
import io.duet.http.HttpCall;
import io.duet.http.Route;
import io.duet.overlay.ContentName;
import io.duet.overlay.TablePage;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The HTTP API of a running node about other peers, in JSON: {@code GET /peers}, {@code
 * /super-peers} and {@code /resources}, each with {@code ?first=ROW} for the rows from this one on;
 * {@code GET /events?since=NUMBER}; and {@code POST /place} with a body of {@code {"name": "NAME",
 * "bytes": NUMBER}}.
 */
final class PeerApi {
  private static final Duration PLACED_MAX = Duration.ofSeconds(30);

  private record Events(List<RequestLog.Event> events, long next) {}

  private final NodeDaemon process;

  private PeerApi(NodeDaemon process) {
    this.process = process;
  }

  static List<Route> routes(NodeDaemon process) {
    PeerApi api = new PeerApi(process);
    return List.of(
        Route.get("/peers", call -> api.list(call, TablePage.Of.PEERS)),
        Route.get("/super-peers", call -> api.list(call, TablePage.Of.SUPER_PEERS)),
        Route.get("/resources", call -> api.list(call, TablePage.Of.RESOURCES)),
        Route.get("/events", api::events),
        Route.post("/place", api::place));
  }

  private HttpAnswer list(HttpCall call, TablePage.Of what) {
    TablePage listing = process.list(what, (int) call.number("first", 0, 0, Integer.MAX_VALUE));
    Map<String, Object> page = new LinkedHashMap<>();
    page.put("first", listing.first());
    page.put("total", listing.total());
    page.putAll(StatusJson.of(listing.table()));
    return HttpAnswer.json(200, page);
  }

  private HttpAnswer events(HttpCall call) {
    RequestLog events = process.events();
    List<RequestLog.Event> kept = events.since(call.number("since", 0, 0, Long.MAX_VALUE));
    long next = kept.isEmpty() ? events.next() : kept.get(kept.size() - 1).number() + 1;
    return HttpAnswer.json(200, new Events(kept, next));
  }

  private HttpAnswer place(HttpCall call) {
    JsonNode posted = NodeApi.tree(call.body());
    JsonNode name = posted.path("name");
    long bytes = posted.path("bytes").asLong(0);
    if (!name.isTextual() || bytes < 0) {
      throw new IllegalArgumentException("Post {\"name\": \"NAME\", \"bytes\": NUMBER}.");
    }
    return process
        .place(new ContentName(name.textValue()), bytes, PLACED_MAX)
        .map(placement -> HttpAnswer.json(200, placement))
        .orElseGet(() -> HttpAnswer.sentence(504, "No peer was named before the deadline."));
  }
}
