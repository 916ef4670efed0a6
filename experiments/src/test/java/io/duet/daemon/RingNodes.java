package io.duet.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Nodes of the ring that are processes, with data folders; each joins through the first one. */
final class RingNodes implements AutoCloseable {
  private static final int SECONDS_MAX = 30;
  private static final int DONE_SECONDS_MAX = 60;

  /** A node that runs, and its data folder. */
  record FileNode(DuetProcess process, Path data, String address) {

    /** Asks the node to share a file, and waits until it has acknowledged that; returns the id. */
    String share(Path file) throws IOException, InterruptedException {
      process.post("/files", Map.of("path", file.toString()), token());
      Await.until(SECONDS_MAX, file, () -> files(file).path("complete").asBoolean());
      return files(file).at("/files/0/id").asText();
    }

    private JsonNode files(Path file) throws IOException, InterruptedException {
      return process.get("/files?path=" + file);
    }

    String[] token() throws IOException {
      return new String[] {
        "Authorization", "Bearer " + Files.readString(data.resolve(AccessToken.FILE))
      };
    }

    /** Asks the node to fetch a content; returns the number of the transfer, once acknowledged. */
    long fetch(String id, Path to) throws IOException, InterruptedException {
      Map<String, String> values =
          Map.of("id", id, "name", to.getFileName().toString(), "destination", to.toString());
      JsonNode transfer = process.post("/transfers", values, token());
      assertThat(transfer.path("number").isNumber()).as(transfer.toString()).isTrue();
      return transfer.path("number").asLong();
    }

    JsonNode transfer(long number) throws IOException, InterruptedException {
      return process.get("/transfers/" + number);
    }

    /** Waits for longer than a lost record takes until its publisher publishes it again, 30 s. */
    void awaitDone(long number) throws IOException, InterruptedException {
      StringBuilder last = new StringBuilder();
      Await.until(
          DONE_SECONDS_MAX,
          last,
          () -> {
            last.replace(0, last.length(), transfer(number).toString());
            return !transfer(number).path("state").asText().equals("running");
          });
      assertThat(transfer(number).path("state").asText()).isEqualTo("done");
    }

    /** The number of providers that it knows for a name. */
    int contents(String name) throws IOException, InterruptedException {
      return process.get("/contents?name=" + name).path("contents").size();
    }

    /** The bytes of a content that it has sent to a peer on streams that have ended. */
    long sent(String id, String peer) throws IOException, InterruptedException {
      long bytes = 0;
      for (JsonNode event : process.get("/events?kind=upload&limit=1000").path("events")) {
        boolean counts =
            event.path("id").asText().equals(id) && event.path("peer").asText().equals(peer);
        bytes += counts ? event.path("bytes").asLong() : 0;
      }
      return bytes;
    }
  }

  private final Path folder;
  private final List<DuetProcess> processes = new ArrayList<>();
  private String contact = "";

  /** Nodes whose data folders are in this folder. */
  RingNodes(Path folder) {
    this.folder = folder;
  }

  /** Starts a process without waiting for it. */
  DuetProcess begin(String data, String... more) throws IOException {
    return added(DuetProcess.nodeOf("chord", options(data, more)));
  }

  /** The options of a node with a data folder of this name. */
  String[] options(String data, String... more) {
    List<String> options = new ArrayList<>(List.of(more));
    options.addAll(List.of("--data", folder.resolve(data).toString()));
    if (!contact.isEmpty()) {
      options.addAll(List.of("--join", contact));
    }
    return options.toArray(String[]::new);
  }

  DuetProcess added(DuetProcess process) {
    processes.add(process);
    return process;
  }

  /** Waits until a process with a data folder of this name is a member. */
  FileNode joined(DuetProcess process, String data) throws InterruptedException {
    String address = process.awaitListening();
    contact = contact.isEmpty() ? address : contact;
    process.awaitJoined();
    return new FileNode(process, folder.resolve(data), address);
  }

  /** Starts a node with a data folder of this name, and waits until it is a member. */
  FileNode start(String data, String... more) throws IOException, InterruptedException {
    return joined(begin(data, more), data);
  }

  /** The same for several data folders, at the same time once the first node is a member. */
  List<FileNode> startAll(String... folders) throws IOException, InterruptedException {
    List<FileNode> started = new ArrayList<>(List.of(start(folders[0])));
    List<DuetProcess> begun = new ArrayList<>();
    for (int i = 1; i < folders.length; i++) {
      begun.add(begin(folders[i]));
    }
    for (int i = 1; i < folders.length; i++) {
      started.add(joined(begun.get(i - 1), folders[i]));
    }
    return started;
  }

  /** A file of random bytes. */
  Path file(String name, int bytes, long seed) throws IOException {
    return FileNodes.write(folder.resolve(name), bytes, seed);
  }

  @Override
  public void close() {
    processes.forEach(DuetProcess::close);
  }
}
