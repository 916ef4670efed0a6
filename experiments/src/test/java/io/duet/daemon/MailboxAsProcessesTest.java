package io.duet.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Runs five peers with mailboxes, each a real process on loopback. One peer is inactive for a
 * while, and one crashes for good.
 */
class MailboxAsProcessesTest {
  private static final int EQUALS = 5;

  private final List<DuetProcess> started = new ArrayList<>();
  private final List<DuetProcess> running = new ArrayList<>();
  private final List<String> addresses = new ArrayList<>();

  @AfterEach
  void endAll() {
    started.forEach(DuetProcess::close);
  }

  private DuetProcess run(String... arguments) throws IOException {
    DuetProcess process = DuetProcess.run(arguments);
    started.add(process);
    return process;
  }

  private DuetProcess node(String... more) throws IOException {
    List<String> arguments =
        new ArrayList<>(List.of("node", "--overlay", "super-peer:peers-with-mailbox"));
    arguments.addAll(List.of("--until-eof", "--http", "0"));
    arguments.addAll(List.of(more));
    return run(arguments.toArray(String[]::new));
  }

  private void startAll() throws Exception {
    running.add(node());
    String first = running.get(0).awaitListening();
    for (int i = 1; i < EQUALS; i++) {
      running.add(node("--join", first));
    }
    addresses.add(first);
    for (DuetProcess process : running.subList(1, EQUALS)) {
      addresses.add(process.awaitListening());
    }
    for (DuetProcess process : running) {
      process.awaitJoined();
    }
    Await.until(15, "all list each other", () -> countAll("active") == EQUALS * 4);
  }

  private int countAll(String fact) throws IOException, InterruptedException {
    int sum = 0;
    for (DuetProcess process : running) {
      sum += process.status().path("peers").path(fact).asInt();
    }
    return sum;
  }

  private void kill(DuetProcess victim) throws InterruptedException {
    running.remove(victim);
    victim.close();
    victim.awaitEnd();
  }

  /**
   * Keepers deliver a request once after its sender was killed. Of the sender's copy and three
   * others, only the three keepers' copies are left. A keeper whose acknowledgment is late brings
   * its copy again.
   */
  @Test
  void request_toAPeerThatIsAway_isDeliveredOnceOnItsReturn_thoughItsSenderWasKilled()
      throws Exception {
    startAll();
    DuetProcess sender = running.get(0);
    String away = addresses.get(2);
    kill(running.get(2));
    Await.until(10, "it is listed as inactive by all", () -> countAll("inactive") == 4);
    DuetProcess request = run("request", "--http", sender.httpPort(), away, "call me back");
    assertThat(request.awaitLine("waiting: "))
        .isEqualTo(away + " is inactive, and other peers keep copies for it");
    assertThat(request.awaitEnd()).isZero();
    assertThat(countAll("requests_waiting_here")).isEqualTo(4);
    kill(sender);
    DuetProcess back = node("--listen", away, "--join", addresses.get(1));
    running.add(back);
    assertThat(back.awaitListening()).isEqualTo(away);
    Await.until(15, "all keepers have brought it", () -> countAll("requests_waiting_here") == 0);
    JsonNode status = back.status();
    assertThat(status.path("inbox")).hasSize(1);
    assertThat(status.at("/inbox/0/text").asText()).isEqualTo("call me back");
    assertThat(status.at("/inbox/0/from").asText()).isEqualTo(addresses.get(0));
    assertThat(status.at("/peers/requests_brought_again").asInt()).isGreaterThanOrEqualTo(2);
  }

  @Test
  void request_isDeliveredAtOnceToWhomIsThere_andRefusedWhereThereAreNone() throws Exception {
    DuetProcess first = node();
    addresses.add(first.awaitListening());
    DuetProcess second = node("--join", addresses.get(0));
    String there = second.awaitListening();
    second.awaitJoined();
    DuetProcess request = run("request", "--http", first.httpPort(), there, "hello");
    assertThat(request.awaitLine("delivered: ")).isEqualTo(there + " has it");
    assertThat(second.status().at("/inbox/0/text").asText()).isEqualTo("hello");
    DuetProcess ring = run("node", "--overlay", "chord", "--until-eof", "--http", "0");
    ring.awaitListening();
    DuetProcess refused = run("request", "--http", ring.httpPort(), there, "hello");
    assertThat(refused.awaitLine("duet request: "))
        .endsWith(
            "nodes of chord deliver requests only with a data folder; start this one with --data DIR");
    DuetProcess wrong = run("request", "--http", ring.httpPort(), "nowhere", "hello");
    wrong.awaitLine("duet request: 'nowhere' is not an address; write HOST:PORT");
    DuetProcess less = run("request", there);
    less.awaitLine("duet request: give PEER as HOST:PORT and one TEXT");
    assertThat(List.of(refused.awaitEnd(), wrong.awaitEnd(), less.awaitEnd()))
        .containsExactly(1, 2, 2);
  }
}
