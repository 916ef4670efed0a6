package io.duet.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests to an absent node, between nodes that are processes with data folders. */
class LettersAsProcessesTest {
  @TempDir private Path folder;
  private FileNodes nodes;

  @AfterEach
  void killAll() {
    nodes.close();
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
    nodes = new FileNodes(overlay, folder);
    List<DuetProcess> all = nodes.startAll("contact", "receiver", "sender");
    DuetProcess member = all.get(0);
    DuetProcess receiver = all.get(1);
    DuetProcess sender = all.get(2);
    String contact = member.address();
    String away = receiver.address();
    receiver.kill();
    assertThat(sender.command("request", away, "call me back")).startsWith("waiting: " + away);
    Await.until(5, "the other member keeps it", () -> fact(member, "letters_waiting_here") == 1);
    sender.kill();
    member.kill();
    DuetProcess keeper = nodes.begin("contact", "--listen", contact);
    keeper.awaitListening();
    assertThat(fact(keeper, "letters_waiting_here")).isEqualTo(1);
    DuetProcess back = nodes.join(contact, "receiver", "--listen", away);
    back.awaitListening();
    Await.until(15, "it is delivered", () -> fact(back, "letters_received") == 1);
    Await.until(5, "it waits no longer", () -> fact(keeper, "letters_waiting_here") == 0);
    back.kill();
    DuetProcess again = nodes.join(contact, "receiver", "--listen", away);
    again.awaitListening();
    String inbox = again.command("inbox", "--json");
    assertThat(inbox).containsOnlyOnce("call me back");
    assertThat(inbox).containsOnlyOnce("\"from\" : \"" + sender.address());
  }
}
