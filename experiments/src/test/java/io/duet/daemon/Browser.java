package io.duet.daemon;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** A headless Chromium with one page, driven by the DevTools protocol. */
final class Browser implements AutoCloseable {
  private static final String PROGRAM = "chromium";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int START_SECONDS_MAX = 30;
  private static final int ANSWER_SECONDS_MAX = 20;

  private final HttpClient http = HttpClient.newHttpClient();
  private final Map<Integer, CompletableFuture<JsonNode>> waiting = new ConcurrentHashMap<>();
  private final AtomicInteger commands = new AtomicInteger();
  private final Process process;
  private final WebSocket page;

  /** Starts with a new profile in an empty folder. */
  Browser(Path profile) throws Exception {
    process =
        new ProcessBuilder(
                PROGRAM,
                "--headless",
                "--no-sandbox", // which the superuser cannot have; only nodes of the test are shown
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--window-size=400,900",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile,
                "about:blank")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    Path port = profile.resolve("DevToolsActivePort");
    Await.until(START_SECONDS_MAX, "a browser", () -> Files.exists(port) && pageAt(port) != null);
    page = http.newWebSocketBuilder().buildAsync(URI.create(pageAt(port)), new Answers()).join();
  }

  static boolean isInstalled() {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, PROGRAM)));
  }

  /** The socket of the only page; null while there is none. */
  private String pageAt(Path port) throws IOException, InterruptedException {
    String number = Files.readString(port).lines().findFirst().orElse("");
    URI list = URI.create("http://127.0.0.1:" + number + "/json/list");
    String pages =
        http.send(HttpRequest.newBuilder(list).build(), HttpResponse.BodyHandlers.ofString())
            .body();
    for (JsonNode each : JSON.readTree(pages)) {
      if (each.path("type").asText().equals("page")) {
        return each.path("webSocketDebuggerUrl").asText();
      }
    }
    return null;
  }

  /** Shows a page, and waits until its scripts have run. */
  void open(String url) throws IOException {
    send("Page.navigate", Map.of("url", url));
    await("the page", "document.readyState === 'complete' && location.href === '" + url + "'");
  }

  /** The value of an expression in the page. */
  JsonNode value(String expression) throws IOException {
    return send("Runtime.evaluate", Map.of("expression", expression, "returnByValue", true))
        .at("/result/value");
  }

  /** Waits until an expression is true in the page. */
  void await(String what, String expression) {
    Await.until(ANSWER_SECONDS_MAX, what, () -> value(expression).asBoolean());
  }

  /** Types into the element that has the focus. */
  void type(String text) throws IOException {
    send("Input.insertText", Map.of("text", text));
  }

  /** Presses a key that has no modifiers. */
  void press(String key, int code, String text) throws IOException {
    Map<String, Object> down =
        Map.of("type", "keyDown", "key", key, "windowsVirtualKeyCode", code, "text", text);
    send("Input.dispatchKeyEvent", down);
    send(
        "Input.dispatchKeyEvent",
        Map.of("type", "keyUp", "key", key, "windowsVirtualKeyCode", code));
  }

  /** Chooses a file in a file input, as a user does. */
  void choose(String selector, Path file) throws IOException {
    int root = send("DOM.getDocument", Map.of()).at("/root/nodeId").asInt();
    int input =
        send("DOM.querySelector", Map.of("nodeId", root, "selector", selector))
            .path("nodeId")
            .asInt();
    send(
        "DOM.setFileInputFiles",
        Map.of("nodeId", input, "files", new String[] {file.toAbsolutePath().toString()}));
  }

  private JsonNode send(String method, Map<String, Object> parameters) throws IOException {
    int number = commands.incrementAndGet();
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    waiting.put(number, answer);
    page.sendText(
            JSON.writeValueAsString(Map.of("id", number, "method", method, "params", parameters)),
            true)
        .join();
    return answer.orTimeout(ANSWER_SECONDS_MAX, TimeUnit.SECONDS).join();
  }

  @Override
  public void close() throws InterruptedException {
    page.abort();
    process.destroy();
    if (!process.waitFor(10, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
  }

  private final class Answers implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
      text.append(part);
      if (last) {
        answered(text.toString());
        text.setLength(0);
      }
      socket.request(1);
      return null;
    }

    private void answered(String message) {
      try {
        JsonNode answer = JSON.readTree(message);
        CompletableFuture<JsonNode> asked = waiting.remove(answer.path("id").asInt());
        if (asked != null && answer.has("result")) {
          asked.complete(answer.path("result"));
        } else if (asked != null) {
          asked.completeExceptionally(new IOException(message));
        }
      } catch (IOException e) {
        throw new AssertionError(message, e);
      }
    }
  }
}
