package io.duet.daemon;

import static io.duet.daemon.NodeOptions.API_PATH;

import com.fasterxml.jackson.databind.JsonNode;
import io.duet.http.HttpAnswer;
import io.duet.http.HttpCall;
import io.duet.http.Route;
import io.duet.netty.PeerAddresses;
import io.duet.node.Key;
import io.duet.node.Peer;
import io.duet.placement.Placements;
import io.duet.placement.Push;
import io.duet.placement.Strategy;
import io.duet.sharing.SharedFile;
import io.duet.store.PlacedContent;
import io.duet.store.StoreException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** The paths of the HTTP interface for copies on other peers. */
record PlacementApi(@Nullable FileService service, AccessToken token) {
  private static final int SHOWN_MAX = 1_000;

  private record Placed(
      String id,
      String name,
      long bytes,
      int replicas,
      @Nullable String owner,
      boolean stored,
      String state,
      List<Peer> copies,
      List<Peer> coming,
      List<String> problems) {
    static Placed of(Push push) {
      PlacedContent content = push.content();
      return new Placed(
          content.id().toString(),
          content.name(),
          content.bytes(),
          content.replicas(),
          content.isOwn() ? null : content.owner(),
          content.stored(),
          push.state().text(),
          push.copies(),
          push.coming(),
          push.problems());
    }
  }

  private interface Action {
    HttpAnswer of(FileService files, HttpCall call) throws StoreException;
  }

  List<Route> routes() {
    return List.of(
        Route.get(API_PATH + "/placements", call -> answer(call, this::all)),
        Route.post(API_PATH + "/placements", call -> answer(call, this::push)),
        Route.get(API_PATH + "/placements/:id", call -> answer(call, this::one)));
  }

  private HttpAnswer answer(HttpCall call, Action action) {
    if (service == null) {
      return new HttpAnswer.Problem(409, FileApi.WITHOUT_DATA);
    }
    try {
      return action.of(service, call);
    } catch (StoreException | CompletionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      return new HttpAnswer.Problem(409, String.valueOf(cause.getMessage()));
    }
  }

  private HttpAnswer all(FileService files, HttpCall call) throws StoreException {
    List<Push> all = files.placements().all();
    List<Placed> shown = all.stream().limit(SHOWN_MAX).map(Placed::of).toList();
    return HttpAnswer.json(200, Map.of("total", all.size(), "placements", shown));
  }

  private HttpAnswer one(FileService files, HttpCall call) throws StoreException {
    Key id = Key.parse(call.parameters().getOrDefault("id", ""));
    return files
        .placements()
        .get(id)
        .map(push -> HttpAnswer.json(200, Placed.of(push)))
        .orElseGet(() -> new HttpAnswer.Problem(404, "This node has not placed " + id + "."));
  }

  private HttpAnswer push(FileService files, HttpCall call) throws StoreException {
    if (!token.isIn(call)) {
      return AccessToken.missing();
    }
    Path path = Path.of(call.posted("path"));
    Optional<SharedFile> file = files.catalogue().get(path);
    if (file.isEmpty()) {
      return new HttpAnswer.Problem(404, "This node does not share the file " + path + ".");
    }
    return HttpAnswer.json(202, Placed.of(push(files.placements(), file.get(), call.json())));
  }

  private static Push push(Placements placements, SharedFile file, JsonNode asked) {
    if (asked.path("to").isTextual()) {
      return placements.deliver(file, Peer.at(PeerAddresses.parse(asked.path("to").textValue())));
    }
    int replicas = asked.path("replicas").asInt(0);
    if (replicas < 1 || replicas > PlacedContent.REPLICAS_MAX) {
      throw new IllegalArgumentException(
          "'replicas' must be from 1 to " + PlacedContent.REPLICAS_MAX + ".");
    }
    return placements.place(file, replicas, Strategy.named(asked.path("strategy").asText("space")));
  }
}
