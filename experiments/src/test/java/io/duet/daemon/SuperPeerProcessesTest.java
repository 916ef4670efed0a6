package io.duet.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A network of real processes on loopback: three super-peers and their leaves. The test kills each
 * super-peer as kill -9 does, and starts it again before it kills the next one.
 */
class SuperPeerProcessesTest {
  private static final int SUPER_PEERS = 3;
  private static final int HEAL_SECONDS_MAX = 10;

  private final Map<String, DuetProcess> superPeers = new LinkedHashMap<>();
  private final Map<String, DuetProcess> leaves = new LinkedHashMap<>();
  private final Map<String, String> leafByName = new LinkedHashMap<>();
  private final List<DuetProcess> started = new ArrayList<>();

  @AfterEach
  void endAll() {
    started.forEach(DuetProcess::close);
  }

  @Test
  void killingAnySuperPeer_ofThreeWithSixLeaves_losesNothing() throws Exception {
    startAll(6);
    killEach();
  }

  @Test
  @Tag("nightly")
  void killingAnySuperPeer_ofThreeWithTwentyLeaves_losesNothing() throws Exception {
    startAll(20);
    killEach();
  }

  private void startAll(int count) throws IOException, InterruptedException {
    addSuperPeer();
    for (int i = 1; i < SUPER_PEERS; i++) {
      addSuperPeer("--join", anySuperPeer());
    }
    Await.until(20, "three linked super-peers", () -> areLinked());
    List<DuetProcess> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      all.add(start("--role", "leaf", "--join", anySuperPeer()));
    }
    for (DuetProcess leaf : all) {
      String address = leaf.awaitListening();
      leaf.awaitJoined();
      leaves.put(address, leaf);
      publish(leaf, address);
    }
    Await.until(HEAL_SECONDS_MAX, "a network that is whole", () -> isWhole(wanted()));
  }

  private String anySuperPeer() {
    return superPeers.keySet().iterator().next();
  }

  private void addSuperPeer(String... more) throws IOException, InterruptedException {
    List<String> arguments = new ArrayList<>(List.of("--role", "super-peer"));
    arguments.addAll(List.of(more));
    DuetProcess superPeer = start(arguments.toArray(String[]::new));
    String address = superPeer.awaitListening();
    superPeer.awaitJoined();
    superPeers.put(address, superPeer);
  }

  private DuetProcess start(String... more) throws IOException {
    DuetProcess process = DuetProcess.nodeOf("super-peer", more);
    started.add(process);
    return process;
  }

  private boolean areLinked() throws IOException, InterruptedException {
    for (DuetProcess superPeer : superPeers.values()) {
      if (superPeer.status().at("/membership/neighbors").asInt() != superPeers.size() - 1) {
        return false;
      }
    }
    return true;
  }

  private void publish(DuetProcess leaf, String address) throws IOException, InterruptedException {
    for (String name : List.of("first song of " + address, "second song of " + address)) {
      assertThat(leaf.publish(name).path("acknowledged").asBoolean()).isTrue();
      leafByName.put(name, address);
    }
  }

  /** Every one is killed while leaves depend on it; a new one takes its place afterwards. */
  private void killEach() throws IOException, InterruptedException {
    for (String victim : List.copyOf(superPeers.keySet())) {
      assertThat(leavesOf(victim)).as("leaves of the victim").isPositive();
      DuetProcess dead = superPeers.remove(victim);
      dead.close();
      dead.awaitEnd();
      long killed = System.nanoTime();
      Set<String> wanted = wanted();
      Await.until(HEAL_SECONDS_MAX, wanted, () -> areAttached(victim));
      Await.until(HEAL_SECONDS_MAX - Await.secondsSince(killed), wanted, () -> isWhole(wanted));
      addSuperPeer("--join", anySuperPeer());
      Await.until(HEAL_SECONDS_MAX, "three linked super-peers", () -> areLinked());
    }
  }

  private int leavesOf(String superPeer) throws IOException, InterruptedException {
    return superPeers.get(superPeer).status().at("/membership/leaves").asInt();
  }

  private boolean areAttached(String dead) throws IOException, InterruptedException {
    for (DuetProcess leaf : leaves.values()) {
      List<String> attached = leaf.status().path("super-peers").findValuesAsText("super-peer");
      if (attached.isEmpty() || attached.contains(dead)) {
        return false;
      }
    }
    return true;
  }

  /** Every name from every node. */
  private Set<String> wanted() {
    Set<String> wanted = new LinkedHashSet<>();
    for (String name : leafByName.keySet()) {
      superPeers.keySet().forEach(node -> wanted.add(node + " " + name));
      leaves.keySet().forEach(node -> wanted.add(node + " " + name));
    }
    return wanted;
  }

  private boolean isWhole(Set<String> missing) throws IOException, InterruptedException {
    for (String search : List.copyOf(missing)) {
      String[] nodeAndName = search.split(" ", 2);
      JsonNode answer = node(nodeAndName[0]).search(nodeAndName[1]);
      List<String> providers = answer.path("providers").findValuesAsText("address");
      if (providers.contains(leafByName.get(nodeAndName[1]))) {
        missing.remove(search);
      }
    }
    return missing.isEmpty();
  }

  private DuetProcess node(String address) {
    return superPeers.containsKey(address) ? superPeers.get(address) : leaves.get(address);
  }
}
