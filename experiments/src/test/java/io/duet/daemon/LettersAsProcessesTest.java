package io.duet.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests to an absent node, between nodes that are processes with data folders. */
class LettersAsProcessesTest {
  @TempDir private Path folder;
  private final List<DuetProcess> started = new ArrayList<>();
  private String contact = "";

  @AfterEach
  void killAll() {
    started.forEach(DuetProcess::close);
  }

  /** Starts a node, which the caller awaits; the first one is the contact of the others. */
  private DuetProcess begin(String overlay, String data, String... more) throws Exception {
    List<String> options = new ArrayList<>(List.of(more));
    options.addAll(List.of("--data", folder.resolve(data).toString()));
    if (!data.equals("contact")) {
      options.addAll(List.of("--join", contact));
    }
    DuetProcess node = DuetProcess.nodeOf(overlay, options.toArray(String[]::new));
    started.add(node);
    return node;
  }

  private DuetProcess first(String overlay) throws Exception {
    DuetProcess node = begin(overlay, "contact");
    contact = node.awaitListening();
    node.awaitJoined();
    return node;
  }

  private static void kill(DuetProcess node) throws InterruptedException {
    node.close(); // as kill -9 does
    node.awaitEnd();
  }

  private static String command(DuetProcess node, String... arguments) throws Exception {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--http", node.httpPort()));
    try (DuetProcess process = DuetProcess.run(all.toArray(String[]::new))) {
      int status = process.awaitEnd();
      String output = process.output();
      assertThat(status).as(output).isZero();
      return output;
    }
  }

  private static int fact(DuetProcess node, String name) throws IOException, InterruptedException {
    return node.status().path("mailbox").path(name).asInt(-1);
  }

  /**
   * The receiver is killed; a request waits; its sender is killed for good, and a keeper is killed
   * and started again. Then the receiver returns, is killed after it has taken the request, and
   * returns once more.
   */
  @ParameterizedTest
  @ValueSource(strings = {"chord", "super-peer"})
  void request_toAnAbsentPeer_isDeliveredOnce_thoughItsSenderAndItsKeeperWereKilled(String overlay)
      throws Exception {
    DuetProcess member = first(overlay);
    DuetProcess receiver = begin(overlay, "receiver");
    DuetProcess sender = begin(overlay, "sender");
    String away = receiver.awaitListening();
    receiver.awaitJoined();
    String from = sender.awaitListening();
    sender.awaitJoined();
    kill(receiver);
    assertThat(command(sender, "request", away, "call me back")).startsWith("waiting: " + away);
    Await.until(5, "the other member keeps it", () -> fact(member, "letters_waiting_here") == 1);
    kill(sender);
    kill(member);
    DuetProcess keeper = begin(overlay, "contact", "--listen", contact);
    keeper.awaitListening();
    assertThat(fact(keeper, "letters_waiting_here")).isEqualTo(1);
    DuetProcess back = begin(overlay, "receiver", "--listen", away);
    back.awaitListening();
    Await.until(15, "it is delivered", () -> fact(back, "letters_received") == 1);
    Await.until(5, "it waits no longer", () -> fact(keeper, "letters_waiting_here") == 0);
    kill(back);
    DuetProcess again = begin(overlay, "receiver", "--listen", away);
    again.awaitListening();
    String inbox = command(again, "inbox", "--json");
    assertThat(inbox).containsOnlyOnce("call me back").containsOnlyOnce("\"from\" : \"" + from);
  }
}
