package io.duet.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A client in Python, written after docs/wire.md, talks to real nodes of every overlay. */
class WireClientTest {
  private static final String TRACKER = "super-peer:tracker";
  private static final String NAME = "the name of the rose";

  private final List<DuetProcess> started = new ArrayList<>();

  @BeforeEach
  void needsPython() {
    boolean python;
    try {
      python = new ProcessBuilder("python3", "--version").start().waitFor() == 0;
    } catch (IOException | InterruptedException e) {
      python = false;
    }
    assumeTrue(python, "there is no python3");
  }

  @AfterEach
  void endAll() {
    started.forEach(DuetProcess::close);
  }

  private String node(String overlay, String... more) throws Exception {
    DuetProcess node = DuetProcess.nodeOf(overlay, more);
    started.add(node);
    return node.awaitListening();
  }

  private static String client(String network, String node)
      throws IOException, InterruptedException {
    Process client =
        new ProcessBuilder(
                "python3",
                "src/test/resources/wire_client.py",
                "../docs/wire.md",
                network,
                node,
                NAME)
            .redirectErrorStream(true)
            .start();
    String said = new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return client.waitFor() + " " + said;
  }

  private static void awaitFound(String network, String asked, String provider) {
    List<String> said = new ArrayList<>();
    Await.until(
        20,
        "the content to be found",
        () -> said.add(client(network, asked)) && last(said).endsWith(found(provider)));
    assertThat(last(said)).isEqualTo("0 alive\n" + found(provider));
  }

  private static String last(List<String> said) {
    return said.get(said.size() - 1);
  }

  private static String found(String provider) {
    return "found: " + provider + "\n";
  }

  @ParameterizedTest
  @ValueSource(strings = {"chord", "super-peer", "flood", "super-peer:peers-with-mailbox"})
  void client_hasASignOfLife_andFindsAContent(String overlay) throws Exception {
    String node = node(overlay, "--publish", NAME);
    awaitFound(overlay, node, node);
  }

  @Test
  void client_findsAContentByItsTracker() throws Exception {
    String entry = node(TRACKER, "--set", "role=entry");
    String tracker = node(TRACKER, "--set", "role=tracker", "--join", entry);
    String peer = node(TRACKER, "--join", entry, "--publish", NAME);
    awaitFound(TRACKER, tracker, peer);
  }

  @Test
  void client_isRefusedByAnotherNetwork() throws Exception {
    assertThat(client("flood", node("chord"))).startsWith("1 ").contains("another network");
  }
}
