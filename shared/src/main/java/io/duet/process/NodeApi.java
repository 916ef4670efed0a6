package io.duet.process;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.duet.http.HttpAnswer;
import io.duet.http.HttpCall;
import io.duet.http.Route;
import io.duet.netty.PeerAddresses;
import io.duet.node.PeerAddress;
import io.duet.overlay.Answer;
import io.duet.overlay.ContentName;
import io.duet.overlay.NameAnswer;
import io.duet.overlay.RequestFate;
import io.duet.overlay.Words;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The HTTP API of a running node for commands and users, in JSON: {@code GET /status}, {@code GET
 * /search?name=NAME} or {@code ?words=WORDS}, {@code POST /publish} and {@code POST /withdraw} with
 * a body of {@code {"name": "NAME"}}, and {@code POST /request} with {@code {"to": "HOST:PORT",
 * "text": "TEXT"}}.
 */
final class NodeApi {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration ACKNOWLEDGED_MAX = Duration.ofSeconds(5);
  private static final Duration SEARCHED_MAX = Duration.ofSeconds(30);

  private final NodeProcess process;

  private NodeApi(NodeProcess process) {
    this.process = process;
  }

  static List<Route> routes(NodeProcess process) {
    NodeApi api = new NodeApi(process);
    return List.of(
        Route.get("/status", call -> json(200, StatusJson.of(process.status()))),
        Route.get("/search", api::search),
        Route.post("/publish", api::publish),
        Route.post("/withdraw", api::withdraw),
        Route.post("/request", api::request));
  }

  private HttpAnswer publish(HttpCall call) {
    ContentName name = posted(call.body());
    Optional<PeerAddress> keeper = process.publish(name, ACKNOWLEDGED_MAX);
    ObjectNode told = JSON.createObjectNode().put("name", name.text());
    told.put("acknowledged", keeper.isPresent());
    keeper.ifPresent(peer -> told.put("kept_by", peer.toString()));
    return json(keeper.isPresent() ? 200 : 202, told);
  }

  private HttpAnswer withdraw(HttpCall call) {
    ContentName name = posted(call.body());
    if (!process.withdraw(name)) {
      return HttpAnswer.sentence(404, "This node does not publish '" + name.text() + "'.");
    }
    return json(200, JSON.createObjectNode().put("name", name.text()).put("withdrawn", true));
  }

  private HttpAnswer request(HttpCall call) {
    JsonNode posted = tree(call.body());
    if (!posted.path("to").isTextual() || !posted.path("text").isTextual()) {
      throw new IllegalArgumentException("Post {\"to\": \"HOST:PORT\", \"text\": \"TEXT\"}.");
    }
    PeerAddress to = PeerAddresses.parse(posted.path("to").textValue());
    return process
        .request(to, posted.path("text").textValue(), SEARCHED_MAX)
        .map(fate -> told(to, fate))
        .orElseGet(() -> HttpAnswer.sentence(504, "The request did not end before its deadline."));
  }

  private static HttpAnswer told(PeerAddress to, RequestFate fate) {
    ObjectNode told = JSON.createObjectNode().put("to", to.toString());
    return json(200, told.put("fate", fate.name().toLowerCase(Locale.ROOT)));
  }

  private static ContentName posted(String body) {
    JsonNode name = tree(body).path("name");
    if (name.isTextual()) {
      return new ContentName(name.textValue());
    }
    throw new IllegalArgumentException("Post {\"name\": \"NAME\"}.");
  }

  /** The posted JSON; a missing node if it is not JSON. */
  private static JsonNode tree(String body) {
    try {
      return JSON.readTree(body);
    } catch (JsonProcessingException e) {
      return JSON.missingNode();
    }
  }

  private HttpAnswer search(HttpCall call) {
    String words = call.query().get("words");
    return words == null ? searchName(call) : searchWords(call, Words.of(words));
  }

  private HttpAnswer searchWords(HttpCall call, Words words) {
    int results = (int) call.number("results", NameAnswer.NAMES_MAX, 1, NameAnswer.NAMES_MAX);
    return process
        .search(words, results, SEARCHED_MAX)
        .map(answer -> json(200, told(words, answer)))
        .orElseGet(NodeApi::late);
  }

  private static HttpAnswer late() {
    return HttpAnswer.sentence(504, "The search did not end before its deadline.");
  }

  private static ObjectNode told(Words words, NameAnswer answer) {
    ObjectNode told = JSON.createObjectNode().put("words", words.toString());
    told.put("outcome", answer.status().name().toLowerCase(Locale.ROOT));
    told.put("complete", answer.complete());
    told.put("hops", answer.hops());
    ArrayNode found = told.putArray("found");
    for (NameAnswer.NamedContent content : answer.found()) {
      ObjectNode one = found.addObject().put("name", content.name().text());
      ArrayNode providers = one.putArray("providers");
      content.providers().forEach(peer -> providers.add(peer.toString()));
    }
    return told;
  }

  private HttpAnswer searchName(HttpCall call) {
    ContentName name = new ContentName(call.query().getOrDefault("name", ""));
    int results = (int) call.number("results", 1, 1, Answer.PROVIDERS_MAX);
    Optional<Answer> answer = process.search(name, results, SEARCHED_MAX);
    if (answer.isEmpty()) {
      return late();
    }
    return json(200, told(name, answer.get()));
  }

  private static ObjectNode told(ContentName name, Answer answer) {
    ObjectNode told = JSON.createObjectNode().put("name", name.text());
    told.put("outcome", answer.status().name().toLowerCase(Locale.ROOT));
    told.put("complete", answer.complete());
    told.put("hops", answer.hops());
    ArrayNode providers = told.putArray("providers");
    answer
        .providers()
        .forEach(
            record ->
                providers
                    .addObject()
                    .put("address", record.provider().toString())
                    .put("seconds_left", record.secondsLeft()));
    return told;
  }

  private static HttpAnswer json(int status, JsonNode tree) {
    return HttpAnswer.json(status, tree.toPrettyString() + "\n");
  }
}
