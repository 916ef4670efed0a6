package io.duet.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An entry server, two trackers and four peers, each a real process on loopback. */
class TrackersAsProcessesTest {
  private static final int PEERS = 4;
  private static final int ALL = 3 + PEERS;

  private final List<DuetProcess> started = new ArrayList<>();
  private final List<DuetProcess> trackers = new ArrayList<>();
  private final List<DuetProcess> peers = new ArrayList<>();

  @AfterEach
  void endAll() {
    started.forEach(DuetProcess::close);
  }

  private DuetProcess node(String... more) throws IOException {
    List<String> arguments =
        new ArrayList<>(List.of("node", "--overlay", "super-peer:tracker", "--until-eof"));
    arguments.addAll(List.of("--http", "0", "--set", "exchange=500ms", "--set", "pieces=8"));
    arguments.addAll(List.of(more));
    DuetProcess process = DuetProcess.run(arguments.toArray(String[]::new));
    started.add(process);
    return process;
  }

  /**
   * The first two peers hold different pieces of one content, and every peer holds a content of its
   * own.
   */
  private void startAll() throws Exception {
    String entry = node("--set", "role=entry").awaitListening();
    for (int i = 0; i < 2; i++) {
      trackers.add(node("--set", "role=tracker", "--join", entry));
    }
    for (DuetProcess tracker : trackers) {
      tracker.awaitListening();
    }
    List<String> heldPieces = List.of("0-3", "2-7", "all", "all");
    for (int i = 0; i < PEERS; i++) {
      String both = "song" + (i < 2 ? "" : " " + i);
      peers.add(
          node(
              "--join",
              entry,
              "--set",
              "heldPieces=" + heldPieces.get(i),
              "--publish",
              both)); // or its own
    }
    for (DuetProcess peer : peers) {
      peer.awaitListening();
    }
    for (DuetProcess process : started) {
      process.awaitJoined();
    }
  }

  @Test
  void entryRedirects_piecesAreCounted_andAllIsFoundAgainAfterATrackersDeath() throws Exception {
    startAll();
    Await.until(10, "two trackers that share all nodes", this::areShared);
    Await.until(10, "replica counts", () -> replicas(0).equals("1 1 2 2 1 1 1 1"));
    Await.until(10, "replica counts", () -> replicas(1).equals("1 1 2 2 1 1 1 1"));
    assertThat(missing()).isEmpty();
    DuetProcess victim = trackers.remove(0);
    victim.close();
    victim.awaitEnd();
    Await.until(10, "everybody at the other tracker", () -> peersAt(trackers.get(0)) == ALL - 1);
    Await.until(5, "all contents found by all peers", () -> missing().isEmpty());
    Await.until(10, "replica counts again", () -> replicas(0).equals("1 1 2 2 1 1 1 1"));
  }

  /** Seven nodes, the trackers and the entry server among them: four and three, in any order. */
  private boolean areShared() throws IOException, InterruptedException {
    int one = peersAt(trackers.get(0));
    int other = peersAt(trackers.get(1));
    return one + other == ALL && Math.abs(one - other) <= 2;
  }

  private static int peersAt(DuetProcess tracker) throws IOException, InterruptedException {
    return tracker.status().at("/tracker/peers").asInt();
  }

  private String replicas(int peer) throws IOException, InterruptedException {
    return peers.get(peer).status().at("/contents/0/replicas").asText();
  }

  /** The contents that some peer does not find, or finds at other peers than their holders. */
  private List<String> missing() throws IOException, InterruptedException {
    List<String> missing = new ArrayList<>();
    for (DuetProcess peer : peers) {
      for (String name : List.of("song", "song 2", "song 3")) {
        JsonNode answer = peer.search(name);
        if (!answer.path("outcome").asText().equals("found")) {
          missing.add(name);
        }
      }
    }
    return missing;
  }
}
