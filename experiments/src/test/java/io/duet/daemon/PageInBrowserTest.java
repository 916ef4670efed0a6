package io.duet.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page of a node in a real browser, 400 pixels wide and without a mouse. */
class PageInBrowserTest {
  private static final int BYTES = 5_000_000; // five pieces

  @TempDir private Path folder;
  private final HttpClient http = HttpClient.newHttpClient();
  private final List<NodeDaemon> nodes = new ArrayList<>();

  @BeforeEach
  void hasBrowser() {
    assumeTrue(Browser.isInstalled(), "chromium is not installed");
  }

  @AfterEach
  void close() {
    nodes.forEach(NodeDaemon::close);
  }

  private NodeDaemon member(String options) throws Exception {
    String data = " --http 0 --data " + folder.resolve("node" + nodes.size());
    NodeDaemon node = new NodeDaemon(NodeOptionsTest.options(options + data));
    nodes.add(node);
    node.start().get(10, TimeUnit.SECONDS);
    return node;
  }

  private static String url(NodeDaemon node, String path) {
    return "http://127.0.0.1:" + node.httpPort() + path;
  }

  @ParameterizedTest
  @ValueSource(strings = {"chord", "super-peer"})
  void file_isSharedOnOneNode_foundAndFetchedOnAnother(String overlay) throws Exception {
    NodeDaemon first = member("--overlay " + overlay);
    NodeDaemon second = member("--overlay " + overlay + " --join " + first.self());
    byte[] content = new byte[BYTES];
    new Random(12).nextBytes(content);
    Path file = Files.write(folder.resolve("Big Bück Bunny.bin"), content);
    try (Browser browser = new Browser(folder.resolve("profile"))) {
      share(browser, first, file);
      browser.open(url(second, "/"));
      search(browser, "bunny BUCK");
      get(browser);
      String link = browser.value("document.querySelector('#results a').href").asText();
      assertThat(bytes(link)).isEqualTo(content);
      assertThat(folder.resolve("node1/downloads/Big Bück Bunny.bin")).hasBinaryContent(content);
      assertShowsNetwork(browser, first);
    }
  }

  private static void share(Browser browser, NodeDaemon node, Path file) throws Exception {
    browser.open(url(node, "/"));
    browser.choose("#upload", file);
    browser.await("the shared file", "document.querySelectorAll('#files li').length === 1");
    assertThat(browser.value("document.querySelector('#files .name').textContent").asText())
        .isEqualTo(file.getFileName().toString());
  }

  /** The name can be found once it is published, so the search is repeated. */
  private static void search(Browser browser, String words) throws Exception {
    browser.value("document.getElementById('words').focus()");
    browser.type(words);
    Await.until(20, "a result", () -> isFound(browser));
  }

  /** Whether the last search has found the name; if it has ended without, the next one begins. */
  private static boolean isFound(Browser browser) throws IOException {
    String note = browser.value("document.getElementById('search-note').textContent").asText();
    if (note.equals("No name has all these words.")) {
      browser.press("Enter", 13, "\r");
    }
    return note.equals("1 name");
  }

  private static void get(Browser browser) throws Exception {
    browser.press("Tab", 9, "");
    assertThat(browser.value("document.activeElement.textContent").asText()).isEqualTo("Get");
    browser.press("Enter", 13, "\r");
    browser.await("the file", "document.querySelector('#results a') !== null");
    assertThat(browser.value("document.querySelector('#results .detail').textContent").asText())
        .isEqualTo("Fetched");
    browser.await("its copy", "document.querySelectorAll('#files a').length === 1");
  }

  private byte[] bytes(String link) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(URI.create(link)).build();
    return http.send(request, HttpResponse.BodyHandlers.ofByteArray()).body();
  }

  private static void assertShowsNetwork(Browser browser, NodeDaemon other) throws Exception {
    browser.await("the other node", "document.querySelectorAll('#drawing .node').length === 2");
    assertThat(browser.value("document.getElementById('peers').textContent").asText())
        .contains(other.self().toString());
    assertThat(browser.value("document.documentElement.scrollWidth").asInt())
        .as("nothing is wider than the window")
        .isLessThanOrEqualTo(browser.value("window.innerWidth").asInt());
  }
}
