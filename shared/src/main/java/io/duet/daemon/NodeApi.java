package io.duet.daemon;

import static io.duet.daemon.NodeOptions.API_PATH;

import io.duet.events.Event;
import io.duet.events.EventKind;
import io.duet.events.EventLog;
import io.duet.http.HttpAnswer;
import io.duet.http.HttpCall;
import io.duet.http.Json;
import io.duet.http.Route;
import io.duet.node.Peer;
import io.duet.overlay.ContentName;
import io.duet.overlay.KeywordResult;
import io.duet.overlay.KeywordSearch;
import io.duet.overlay.Keywords;
import io.duet.overlay.Overlay;
import io.duet.overlay.PeerListing;
import io.duet.overlay.Placement;
import io.duet.overlay.SearchResult;
import io.duet.overlay.StoragePlacement;
import io.duet.overlay.TablePage;
import io.duet.overlay.trace.SearchTrace;
import io.duet.overlay.trace.TracedSearch;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP interface of a running node for commands and users, in JSON; {@code openapi.json}
 * describes every path.
 */
record NodeApi(NodeDaemon process, Overlay overlay) {

  /** The id of an event in a stream: the run of the node, and the number. */
  private static final Pattern SEEN = Pattern.compile("(\\w{1,16})-(\\d{1,18})");

  private record Published(String name, boolean acknowledged, @Nullable Peer acknowledgedBy) {}

  private record Withdrawn(String name, boolean withdrawn) {}

  private record Provider(Peer address, int secondsLeft) {}

  private record ProvidersFound(
      String name,
      SearchResult.Status outcome,
      boolean complete,
      int hops,
      List<Provider> providers,
      @Nullable List<Map<String, @Nullable Object>> steps) {}

  private record Named(String name, List<Peer> providers) {}

  private record NamesFound(
      String words,
      SearchResult.Status outcome,
      boolean complete,
      int hops,
      List<Named> found,
      @Nullable List<Map<String, @Nullable Object>> steps) {}

  private record Events(String run, List<Map<String, Object>> events, long next) {}

  List<Route> routes() {
    return List.of(
        Route.get("/healthz", call -> HttpAnswer.json(200, Map.of("alive", true))),
        Route.get("/readyz", call -> readiness()),
        Route.get(API_PATH + "/openapi.json", call -> description()),
        Route.get(API_PATH + "/status", call -> HttpAnswer.json(200, status())),
        Route.get(API_PATH + "/search", this::search),
        Route.get(API_PATH + "/peers", call -> list(call, TablePage.Of.PEERS)),
        Route.get(API_PATH + "/super-peers", call -> list(call, TablePage.Of.SUPER_PEERS)),
        Route.get(API_PATH + "/resources", call -> list(call, TablePage.Of.RESOURCES)),
        Route.get(API_PATH + "/events", this::events),
        Route.post(API_PATH + "/publish", this::publish),
        Route.post(API_PATH + "/withdraw", this::withdraw),
        Route.post(API_PATH + "/place", this::place));
  }

  private HttpAnswer readiness() {
    return process.call(overlay::isJoined)
        ? HttpAnswer.json(200, Map.of("ready", true))
        : new HttpAnswer.Problem(503, "This node is not a member of its network yet.");
  }

  private static HttpAnswer description() {
    try (InputStream text = NodeApi.class.getResourceAsStream("openapi.json")) {
      Objects.requireNonNull(text, "openapi.json is among the resources");
      String json = new String(text.readAllBytes(), StandardCharsets.UTF_8);
      return new HttpAnswer.Whole(200, "application/json", json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Map<String, Object> status() {
    return StatusJson.of(process.status());
  }

  private HttpAnswer publish(HttpCall call) {
    String name = call.posted("name");
    return process
        .publish(new ContentName(name))
        .map(peer -> HttpAnswer.json(200, new Published(name, true, peer)))
        .orElseGet(() -> HttpAnswer.json(202, new Published(name, false, null)));
  }

  private HttpAnswer withdraw(HttpCall call) {
    String name = call.posted("name");
    return process.withdraw(new ContentName(name))
        ? HttpAnswer.json(200, new Withdrawn(name, true))
        : new HttpAnswer.Problem(404, "This node does not publish '" + name + "'.");
  }

  private HttpAnswer place(HttpCall call) {
    ContentName name = new ContentName(call.posted("name"));
    long bytes = call.json().path("bytes").asLong(0);
    if (bytes < 0) {
      throw new IllegalArgumentException("'bytes' must be 0 or more.");
    }
    StoragePlacement stores = capability(StoragePlacement.class, "offer no storage");
    Placement placement = process.answer(done -> stores.place(name, bytes, done));
    return HttpAnswer.json(200, placement);
  }

  private <T> T capability(Class<T> type, String lack) {
    if (!type.isInstance(overlay)) {
      throw new IllegalArgumentException("nodes of " + process.overlayName() + " " + lack);
    }
    return type.cast(overlay);
  }

  private HttpAnswer search(HttpCall call) {
    String words = call.parameters().get("words");
    return HttpAnswer.json(200, words == null ? named(call) : withWords(call, Keywords.of(words)));
  }

  private ProvidersFound named(HttpCall call) {
    ContentName name = new ContentName(call.parameters().getOrDefault("name", ""));
    int results = (int) call.number("results", 1, 1, SearchResult.PROVIDERS_MAX);
    SearchTrace trace = trace(call);
    SearchResult answer = process.answer(done -> search(name, results, trace, done));
    List<Provider> providers =
        answer.providers().stream()
            .map(record -> new Provider(record.provider(), record.secondsLeft()))
            .toList();
    return new ProvidersFound(
        name.text(), answer.status(), answer.complete(), answer.hops(), providers, steps(trace));
  }

  /** The trace that a search is to keep; null if it is not to be explained. */
  private @Nullable SearchTrace trace(HttpCall call) {
    if (!call.parameters().getOrDefault("explain", "").equals("true")) {
      return null;
    }
    capability(TracedSearch.class, "do not explain their searches");
    return new SearchTrace(process.nowNanos());
  }

  private void search(
      ContentName name, int results, @Nullable SearchTrace trace, Consumer<SearchResult> whenDone) {
    if (trace == null) {
      overlay.search(name.key(), results, whenDone);
    } else {
      ((TracedSearch) overlay).search(name.key(), results, trace, whenDone);
    }
  }

  /** The steps with all their values, as a table needs them; null without a trace. */
  private @Nullable List<Map<String, @Nullable Object>> steps(@Nullable SearchTrace trace) {
    if (trace == null) {
      return null;
    }
    List<Map<String, @Nullable Object>> rows = new ArrayList<>();
    for (SearchTrace.Step step : process.call(trace::steps)) {
      Map<String, @Nullable Object> row = new LinkedHashMap<>();
      row.put("start_ms", step.startMs());
      row.put("peer", step.peer());
      row.put("from", step.from());
      row.put("asked", step.asked());
      row.put("ms", step.ms());
      row.put("answer", step.answer());
      rows.add(row);
    }
    return rows;
  }

  private NamesFound withWords(HttpCall call, Keywords words) {
    int results = (int) call.number("results", KeywordResult.NAMES_MAX, 1, KeywordResult.NAMES_MAX);
    KeywordSearch searchable = capability(KeywordSearch.class, "find names only as a whole");
    if (words.list().isEmpty()) {
      throw new IllegalArgumentException("a keyword search needs letters or digits");
    }
    SearchTrace trace = trace(call);
    KeywordResult answer =
        process.answer(
            done -> {
              if (trace == null) {
                searchable.search(words, results, done);
              } else {
                ((TracedSearch) overlay).search(words, results, trace, done);
              }
            });
    List<Named> found =
        answer.found().stream()
            .map(content -> new Named(content.name().text(), content.providers()))
            .toList();
    return new NamesFound(
        words.toString(), answer.status(), answer.complete(), answer.hops(), found, steps(trace));
  }

  private HttpAnswer list(HttpCall call, TablePage.Of what) {
    int first = (int) call.number("first", 0, 0, Integer.MAX_VALUE);
    PeerListing lists = capability(PeerListing.class, "keep no such list; see 'duet status'");
    TablePage listing = process.call(() -> lists.list(what, first));
    Map<String, Object> page = new LinkedHashMap<>();
    page.put("first", listing.first());
    page.put("total", listing.total());
    page.put(listing.table().title(), StatusJson.rows(listing.table()));
    return HttpAnswer.json(200, page);
  }

  private HttpAnswer events(HttpCall call) {
    long since = call.number("since", 0, 0, Long.MAX_VALUE);
    String words = call.parameters().get("kind");
    Set<EventKind> kinds = words == null ? EnumSet.allOf(EventKind.class) : EventKind.setOf(words);
    return call.accepts("text/event-stream")
        ? new HttpAnswer.EventStream(resumed(call, since), first -> serverEvents(first, kinds))
        : HttpAnswer.json(200, page(since, kinds));
  }

  private Events page(long since, Set<EventKind> kinds) {
    EventLog log = process.events();
    long next = log.next();
    List<Event> kept = events(since, kinds);
    if (!kept.isEmpty()) {
      next = Math.max(next, kept.get(kept.size() - 1).number() + 1);
    }
    return new Events(log.run(), kept.stream().map(Event::json).toList(), next);
  }

  private List<Event> events(long since, Set<EventKind> kinds) {
    return process.events().since(since).stream()
        .filter(event -> kinds.contains(event.kind()))
        .toList();
  }

  /**
   * The first number to send to a client that may already have seen some events; all, if it saw
   * those of a previous run of the node.
   */
  private long resumed(HttpCall call, long since) {
    Matcher seen = SEEN.matcher(call.headers().getOrDefault("last-event-id", ""));
    if (!seen.matches()) {
      return since;
    }
    return seen.group(1).equals(process.events().run()) ? Long.parseLong(seen.group(2)) + 1 : 0;
  }

  private List<HttpAnswer.ServerEvent> serverEvents(long since, Set<EventKind> kinds) {
    String run = process.events().run();
    return events(since, kinds).stream()
        .map(
            event ->
                new HttpAnswer.ServerEvent(
                    event.number(), run + "-" + event.number(), Json.line(event.json())))
        .toList();
  }
}
