package io.duet.daemon;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.duet.http.HttpAnswer;
import io.duet.http.HttpCall;
import io.duet.http.Json;
import io.duet.http.Route;
import io.duet.netty.PeerAddresses;
import io.duet.node.Peer;
import io.duet.overlay.ContentName;
import io.duet.overlay.DeliveryStatus;
import io.duet.overlay.KeywordResult;
import io.duet.overlay.Keywords;
import io.duet.overlay.SearchResult;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP API of a running node for commands and users, in JSON: {@code GET /status}, {@code GET
 * /search?name=NAME} or {@code ?words=WORDS}, {@code POST /publish} and {@code POST /withdraw} with
 * a body of {@code {"name": "NAME"}}, and {@code POST /request} with {@code {"to": "HOST:PORT",
 * "text": "TEXT"}}.
 */
final class NodeApi {
  private static final Duration ACKNOWLEDGED_MAX = Duration.ofSeconds(5);
  private static final Duration SEARCHED_MAX = Duration.ofSeconds(30);

  private record Published(String name, boolean acknowledged, @Nullable Peer keptBy) {}

  private record Withdrawn(String name, boolean withdrawn) {}

  private record Requested(Peer to, DeliveryStatus fate) {}

  private record Provider(Peer address, int secondsLeft) {}

  private record ProvidersFound(
      String name,
      SearchResult.Status outcome,
      boolean complete,
      int hops,
      List<Provider> providers) {

    static ProvidersFound of(ContentName name, SearchResult answer) {
      List<Provider> providers =
          answer.providers().stream()
              .map(record -> new Provider(record.provider(), record.secondsLeft()))
              .toList();
      return new ProvidersFound(
          name.text(), answer.status(), answer.complete(), answer.hops(), providers);
    }
  }

  private record Named(String name, List<Peer> providers) {}

  private record NamesFound(
      String words, SearchResult.Status outcome, boolean complete, int hops, List<Named> found) {

    static NamesFound of(Keywords words, KeywordResult answer) {
      List<Named> found =
          answer.found().stream()
              .map(content -> new Named(content.name().text(), content.providers()))
              .toList();
      return new NamesFound(
          words.toString(), answer.status(), answer.complete(), answer.hops(), found);
    }
  }

  private final NodeDaemon process;

  private NodeApi(NodeDaemon process) {
    this.process = process;
  }

  static List<Route> routes(NodeDaemon process) {
    NodeApi api = new NodeApi(process);
    return List.of(
        Route.get("/status", call -> HttpAnswer.json(200, StatusJson.of(process.status()))),
        Route.get("/search", api::search),
        Route.post("/publish", api::publish),
        Route.post("/withdraw", api::withdraw),
        Route.post("/request", api::request));
  }

  private HttpAnswer publish(HttpCall call) {
    ContentName name = posted(call.body());
    Optional<Peer> keeper = process.publish(name, ACKNOWLEDGED_MAX);
    return HttpAnswer.json(
        keeper.isPresent() ? 200 : 202,
        new Published(name.text(), keeper.isPresent(), keeper.orElse(null)));
  }

  private HttpAnswer withdraw(HttpCall call) {
    ContentName name = posted(call.body());
    if (!process.withdraw(name)) {
      return HttpAnswer.sentence(404, "This node does not publish '" + name.text() + "'.");
    }
    return HttpAnswer.json(200, new Withdrawn(name.text(), true));
  }

  private HttpAnswer request(HttpCall call) {
    JsonNode posted = tree(call.body());
    if (!posted.path("to").isTextual() || !posted.path("text").isTextual()) {
      throw new IllegalArgumentException("Post {\"to\": \"HOST:PORT\", \"text\": \"TEXT\"}.");
    }
    Peer to = Peer.at(PeerAddresses.parse(posted.path("to").textValue()));
    return process
        .request(to, posted.path("text").textValue(), SEARCHED_MAX)
        .map(fate -> HttpAnswer.json(200, new Requested(to, fate)))
        .orElseGet(() -> HttpAnswer.sentence(504, "The request did not end before its deadline."));
  }

  private static ContentName posted(String body) {
    JsonNode name = tree(body).path("name");
    if (name.isTextual()) {
      return new ContentName(name.textValue());
    }
    throw new IllegalArgumentException("Post {\"name\": \"NAME\"}.");
  }

  /** The posted JSON; a missing node if it is not JSON. */
  static JsonNode tree(String body) {
    try {
      return Json.tree(body);
    } catch (JsonProcessingException e) {
      return MissingNode.getInstance();
    }
  }

  private HttpAnswer search(HttpCall call) {
    String words = call.query().get("words");
    return words == null ? searchName(call) : searchWords(call, Keywords.of(words));
  }

  private HttpAnswer searchWords(HttpCall call, Keywords words) {
    int results = (int) call.number("results", KeywordResult.NAMES_MAX, 1, KeywordResult.NAMES_MAX);
    return process
        .search(words, results, SEARCHED_MAX)
        .map(answer -> HttpAnswer.json(200, NamesFound.of(words, answer)))
        .orElseGet(NodeApi::late);
  }

  private static HttpAnswer late() {
    return HttpAnswer.sentence(504, "The search did not end before its deadline.");
  }

  private HttpAnswer searchName(HttpCall call) {
    ContentName name = new ContentName(call.query().getOrDefault("name", ""));
    int results = (int) call.number("results", 1, 1, SearchResult.PROVIDERS_MAX);
    return process
        .search(name, results, SEARCHED_MAX)
        .map(answer -> HttpAnswer.json(200, ProvidersFound.of(name, answer)))
        .orElseGet(NodeApi::late);
  }
}
