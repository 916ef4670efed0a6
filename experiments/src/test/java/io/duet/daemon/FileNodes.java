package io.duet.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.StreamSupport;

/** Nodes of one overlay that are processes with data folders, and commands at them. */
final class FileNodes implements AutoCloseable {
  private final String overlay;
  private final Path folder;
  private final List<DuetProcess> started = new ArrayList<>();

  /** No nodes yet; their data folders and files will be below this folder. */
  FileNodes(String overlay, Path folder) {
    this.overlay = overlay;
    this.folder = folder;
  }

  /** Starts a node with the data folder of this name; the caller awaits it. */
  DuetProcess begin(String data, String... options) throws IOException {
    List<String> all = new ArrayList<>(List.of(options));
    all.addAll(List.of("--data", folder.resolve("data-" + data).toString()));
    DuetProcess node = DuetProcess.nodeOf(overlay, all.toArray(String[]::new));
    started.add(node);
    return node;
  }

  /** Starts a node that joins through a contact; the caller awaits it. */
  DuetProcess join(String contact, String data, String... options) throws IOException {
    List<String> all = new ArrayList<>(List.of(options));
    all.addAll(List.of("--join", contact));
    return begin(data, all.toArray(String[]::new));
  }

  /** Starts nodes with these data folders, of which the first is the contact of the others. */
  List<DuetProcess> startAll(String... data) throws IOException, InterruptedException {
    List<DuetProcess> nodes = new ArrayList<>(List.of(begin(data[0])));
    String contact = nodes.get(0).awaitListening();
    for (int i = 1; i < data.length; i++) {
      nodes.add(join(contact, data[i]));
    }
    awaitJoined(nodes.toArray(DuetProcess[]::new));
    return nodes;
  }

  /** Waits until these nodes are members. */
  static void awaitJoined(DuetProcess... nodes) throws InterruptedException {
    for (DuetProcess node : nodes) {
      if (node.address().isEmpty()) {
        node.awaitListening();
      }
      node.awaitJoined();
    }
  }

  /** Writes a file of this size with bytes that follow from its name. */
  Path file(String name, int bytes) throws IOException {
    return write(folder.resolve(name), bytes, name.hashCode());
  }

  /** Writes a file of this size with bytes that follow from a seed. */
  static Path write(Path file, int bytes, long seed) throws IOException {
    byte[] content = new byte[bytes];
    new Random(seed).nextBytes(content);
    Files.createDirectories(file.getParent());
    return Files.write(file, content);
  }

  /** Fetches a content by its name, and compares it with the file that was put. */
  void assertDownload(DuetProcess node, Path source) throws Exception {
    String name = source.getFileName().toString();
    Path out = Files.createTempDirectory(folder, "out").resolve(name);
    node.command("get", name, "-o", out.toString());
    assertThat(out).hasSameBinaryContentAs(source);
  }

  /** The addresses of all providers that a node finds for a name. */
  static List<String> providers(DuetProcess node, String name)
      throws IOException, InterruptedException {
    return node.get("/search?results=16&name=" + encoded(name))
        .path("providers")
        .findValuesAsText("address");
  }

  private static String encoded(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8);
  }

  /** Whether the first provider that a node finds for a name is this peer. */
  static boolean has(DuetProcess asking, String name, DuetProcess peer)
      throws IOException, InterruptedException {
    return asking.search(name).at("/providers/0/address").asText().equals(peer.address());
  }

  /** The first name with these words that a node finds, and its first provider. */
  static String firstWith(DuetProcess asking, String words)
      throws IOException, InterruptedException {
    JsonNode found = asking.get("/search?results=1&words=" + encoded(words)).at("/found/0");
    return found.path("name").asText() + " at " + found.at("/providers/0").asText();
  }

  /** The names of the files that a peer shares, as that peer says when a node asks it. */
  static List<String> filesOf(DuetProcess peer, DuetProcess asking)
      throws IOException, InterruptedException {
    return asking.get("/peers/" + peer.address() + "/files").path("files").findValuesAsText("name");
  }

  /** A value of the row of a list which begins with this text; empty if there is no such row. */
  static String cell(JsonNode list, String first, String column) {
    return StreamSupport.stream(list.spliterator(), false)
        .filter(row -> row.iterator().next().asText().equals(first))
        .map(row -> row.path(column).asText())
        .findFirst()
        .orElse("");
  }

  /** Ends all nodes as kill -9 does. */
  @Override
  public void close() {
    started.forEach(DuetProcess::close);
  }
}
