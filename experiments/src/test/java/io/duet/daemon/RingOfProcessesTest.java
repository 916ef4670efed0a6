package io.duet.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.duet.chord.id.RingId;
import io.duet.netty.PeerAddresses;
import io.duet.node.Peer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A ring of real processes on loopback, some of which are killed. */
class RingOfProcessesTest {
  private static final int PROCESSES = 16;
  private static final int KILLED = 4;
  private static final int REPLICAS = KILLED + 1;
  private static final int SUCCESSORS = 8;
  private static final int NAMES_EACH = 3;

  /** No node publishes again during the test, so a record survives only in its replicas. */
  private static final List<String> SETTINGS =
      List.of(
          "replicas=" + REPLICAS, "successors=" + SUCCESSORS, "republish=1h", "recordLifetime=2h");

  /** The processes by their addresses, in the order of the ring once it is complete. */
  private final Map<String, DuetProcess> ring = new LinkedHashMap<>();

  private final List<DuetProcess> started = new ArrayList<>();

  @AfterEach
  void endAll() {
    started.forEach(DuetProcess::close);
  }

  /**
   * The ring loses no acknowledged record when four members crash at once. They follow each other,
   * which is the worst case: of five replicas of some records only one is left.
   */
  @Test
  void killingFourAtOnce_losesNoRecord() throws Exception {
    startAll();
    awaitIdealRing();
    Map<String, String> publisherByName = publish();
    Await.until(15, "all replicas", () -> recordsKept() >= publisherByName.size() * REPLICAS);
    List<String> victims = List.copyOf(ring.keySet()).subList(5, 5 + KILLED);
    kill(victims);
    Set<String> missing = wanted(publisherByName.keySet());
    Await.until(30, missing, () -> findAll(missing, publisherByName));
    Await.until(30, "a healed ring", this::isIdeal);
  }

  private void startAll() throws IOException, InterruptedException {
    DuetProcess first = start();
    String contact = first.awaitListening();
    first.awaitJoined();
    for (int i = 1; i < PROCESSES; i++) {
      start("--join", contact);
    }
    Map<String, DuetProcess> byAddress = new LinkedHashMap<>(Map.of(contact, first));
    for (DuetProcess process : started.subList(1, PROCESSES)) {
      byAddress.put(process.awaitListening(), process);
    }
    for (DuetProcess process : started.subList(1, PROCESSES)) {
      process.awaitJoined();
    }
    byAddress.keySet().stream().sorted(byPosition()).forEach(a -> ring.put(a, byAddress.get(a)));
  }

  private DuetProcess start(String... more) throws IOException {
    List<String> arguments = new ArrayList<>(List.of(more));
    for (String setting : SETTINGS) {
      arguments.addAll(List.of("--set", setting));
    }
    DuetProcess process = DuetProcess.node(arguments.toArray(String[]::new));
    started.add(process);
    return process;
  }

  private static Comparator<String> byPosition() {
    return Comparator.comparing(
        address -> RingId.of(Peer.at(PeerAddresses.parse(address)).id()), Long::compareUnsigned);
  }

  private void awaitIdealRing() {
    Await.until(20, "the ideal ring", this::isIdeal);
  }

  /** The predecessor and the successors of each member are those of the sorted list. */
  private boolean isIdeal() throws IOException, InterruptedException {
    List<String> order = List.copyOf(ring.keySet());
    for (int i = 0; i < order.size(); i++) {
      JsonNode status = ring.get(order.get(i)).status();
      String before = order.get((i + order.size() - 1) % order.size());
      List<String> after = new ArrayList<>();
      for (int k = 1; k <= SUCCESSORS; k++) {
        after.add(order.get((i + k) % order.size()));
      }
      if (!status.at("/ring/predecessor").asText().equals(before)
          || !status.get("successors").findValuesAsText("peer").equals(after)
          || !status.get("health").asText().equals("healthy")) {
        return false;
      }
    }
    return true;
  }

  private Map<String, String> publish() throws IOException, InterruptedException {
    Map<String, String> publisherByName = new LinkedHashMap<>();
    for (Map.Entry<String, DuetProcess> node : ring.entrySet()) {
      for (int i = 0; i < NAMES_EACH; i++) {
        String name = "song " + i + " of " + node.getKey();
        assertThat(node.getValue().publish(name).path("acknowledged").asBoolean()).isTrue();
        publisherByName.put(name, node.getKey());
      }
    }
    return publisherByName;
  }

  private int recordsKept() throws IOException, InterruptedException {
    int kept = 0;
    for (DuetProcess process : ring.values()) {
      kept += process.status().at("/ring/records_kept").asInt();
    }
    return kept;
  }

  /** Kills all victims first, and then waits for each to end. */
  private void kill(List<String> victims) throws InterruptedException {
    victims.forEach(victim -> ring.get(victim).close());
    for (String victim : victims) {
      ring.remove(victim).awaitEnd();
    }
  }

  /** Every name from every survivor. */
  private Set<String> wanted(Set<String> names) {
    Set<String> wanted = new LinkedHashSet<>();
    ring.keySet().forEach(node -> names.forEach(name -> wanted.add(node + " " + name)));
    return wanted;
  }

  private boolean findAll(Set<String> missing, Map<String, String> publisherByName)
      throws IOException, InterruptedException {
    for (String search : List.copyOf(missing)) {
      String[] nodeAndName = search.split(" ", 2);
      JsonNode answer = ring.get(nodeAndName[0]).search(nodeAndName[1]);
      List<String> providers = answer.path("providers").findValuesAsText("address");
      if (providers.contains(publisherByName.get(nodeAndName[1]))) {
        missing.remove(search);
      }
    }
    return missing.isEmpty();
  }
}
