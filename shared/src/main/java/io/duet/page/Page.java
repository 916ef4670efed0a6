package io.duet.page;

import io.duet.http.HttpAnswer;
import io.duet.http.Route;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Serves the page of a node, whose files are among the resources of this package. */
public final class Page {
  private static final String START = "index.html";

  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "svg", "image/svg+xml");

  private static final List<String> FILES =
      List.of(
          START,
          "page.css",
          "icon.svg",
          "app.js",
          "api.js",
          "dom.js",
          "files.js",
          "search.js",
          "transfers.js",
          "graph.js",
          "drawing.js");

  private final Map<String, HttpAnswer> files = new HashMap<>();

  /** Reads all files of the page. */
  public Page() {
    FILES.forEach(name -> files.put(name, read(name)));
  }

  private static HttpAnswer read(String name) {
    try (InputStream text = Page.class.getResourceAsStream(name)) {
      Objects.requireNonNull(text, name + " is among the resources");
      String type = TYPES.getOrDefault(name.substring(name.lastIndexOf('.') + 1), "text/plain");
      return new HttpAnswer.Whole(
          200, type, new String(text.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The path of the page itself, and the path of the files that it loads. */
  public List<Route> routes() {
    return List.of(
        Route.get("/", call -> file(START)),
        Route.get("/page/:file", call -> file(call.parameters().getOrDefault("file", ""))));
  }

  private HttpAnswer file(String name) {
    return files.getOrDefault(name, new HttpAnswer.Problem(404, "The page has no such file."));
  }
}
