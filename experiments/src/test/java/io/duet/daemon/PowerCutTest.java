package io.duet.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.duet.daemon.RingNodes.FileNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A ring of processes, all of which are killed at the same moment and started again. */
class PowerCutTest {
  private static final int NODES = 8;
  private static final int LARGE_BYTES = 24 << 20;

  @TempDir private Path folder;
  private RingNodes nodes;

  /** The contents of which a node has said that it shares them, with their files. */
  private final Map<String, Path> acknowledged = new ConcurrentHashMap<>();

  @BeforeEach
  void prepare() {
    nodes = new RingNodes(folder);
  }

  @AfterEach
  void killAll() {
    nodes.close();
  }

  private static List<String> freeAddresses() throws IOException {
    List<ServerSocket> open = new ArrayList<>();
    try {
      for (int i = 0; i < NODES; i++) {
        open.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
      }
      return open.stream().map(socket -> "127.0.0.1:" + socket.getLocalPort()).toList();
    } finally {
      for (ServerSocket socket : open) {
        socket.close();
      }
    }
  }

  private List<FileNode> start(List<String> addresses) throws Exception {
    List<FileNode> started = new ArrayList<>();
    started.add(nodes.start("0", "--listen", addresses.get(0), "--upload", "3000000"));
    List<DuetProcess> begun = new ArrayList<>();
    for (int i = 1; i < NODES; i++) {
      begun.add(nodes.begin("" + i, "--listen", addresses.get(i)));
    }
    for (int i = 1; i < NODES; i++) {
      started.add(nodes.joined(begun.get(i - 1), "" + i));
    }
    return started;
  }

  /** Puts files on all nodes but the first one, until a node no longer answers. */
  private void putUntilTheCut(List<FileNode> running) {
    try {
      for (int i = 0; i < 1_000; i++) {
        Path file = nodes.file("shared/song" + i, 1_000 + i, i);
        acknowledged.put(running.get(1 + i % (NODES - 1)).share(file), file);
      }
    } catch (IOException | AssertionError e) {
      // the cut
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  @Tag("nightly")
  void eightNodes_haveAllThatTheyAcknowledged_afterAPowerCut() throws Exception {
    List<String> addresses = freeAddresses();
    List<FileNode> running = start(addresses);
    Path large = nodes.file("shared/large.bin", LARGE_BYTES, 99);
    String id = running.get(0).share(large);
    Path out = folder.resolve("large.bin");
    long number = running.get(5).fetch(id, out);
    CompletableFuture<Void> puts = CompletableFuture.runAsync(() -> putUntilTheCut(running));
    Await.until(
        30,
        "a transfer and puts under way",
        () ->
            acknowledged.size() >= NODES
                && running.get(5).transfer(number).path("received").asLong() > 0);
    running.forEach(node -> node.process().close());
    for (FileNode node : running) {
      node.process().kill();
    }
    puts.join();
    assertThat(out).doesNotExist();
    nodes = new RingNodes(folder);
    List<FileNode> again = start(addresses);
    again.get(5).awaitDone(number);
    assertThat(out).hasSameBinaryContentAs(large);
    int asked = 0;
    for (Map.Entry<String, Path> song : Map.copyOf(acknowledged).entrySet()) {
      FileNode node = again.get(asked++ % NODES);
      String name = song.getValue().getFileName().toString();
      Await.until(30, name, () -> node.contents(name) == 1);
      Path fetched = folder.resolve("fetched/" + name);
      node.awaitDone(node.fetch(song.getKey(), fetched));
      assertThat(fetched).hasSameBinaryContentAs(song.getValue());
    }
  }
}
