package io.duet.unstructured;

import io.duet.node.PeerAddress;
import io.duet.overlay.Census;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Checks in a simulated network that leaves and super-peers agree: an index holds nobody for longer
 * than a bound who is no leaf there, and every live leaf is registered at its super-peers, or has
 * been moving for less than a bound.
 */
final class MembershipCheck {
  private final SuperPeerConfig config;
  private Map<Bond, Long> strangers = new LinkedHashMap<>(); // since when, by the last check
  private Map<Integer, Long> moving = new LinkedHashMap<>();

  /** An entry of an index. */
  private record Bond(PeerAddress superPeer, PeerAddress leaf) {}

  MembershipCheck(SuperPeerConfig config) {
    this.config = config;
  }

  /** How long an entry may outlive its leaf: {@link LeafDesk}'s bound. */
  private long staleNanosMax() {
    return (LeafDesk.SILENT_PERIODS + 1) * config.pingNanos();
  }

  /**
   * How long a leaf may look for a super-peer: one dead contact after the other, and an election.
   */
  private long movingNanosMax() {
    return 20 * config.pingNanos() + 60 * config.pingTimeoutNanos();
  }

  void check(Census census, Consumer<String> violations) {
    Map<PeerAddress, UnstructuredNode> alive = alive(census);
    Map<Bond, Long> strangersNow = new LinkedHashMap<>();
    Map<Integer, Long> movingNow = new LinkedHashMap<>();
    for (UnstructuredNode node : alive.values()) {
      if (node.role() instanceof SuperPeer superPeer) {
        checkIndex(superPeer, alive, census.nowNanos(), strangersNow, violations);
      }
    }
    for (int i = 0; i < census.nodes().size(); i++) {
      if (census.isAlive(i)
          && ((UnstructuredNode) census.nodes().get(i)).role() instanceof Leaf leaf) {
        checkLeaf(i, leaf, alive, census.nowNanos(), movingNow, violations);
      }
    }
    strangers = strangersNow;
    moving = movingNow;
  }

  private static Map<PeerAddress, UnstructuredNode> alive(Census census) {
    Map<PeerAddress, UnstructuredNode> alive = new HashMap<>();
    for (int i = 0; i < census.nodes().size(); i++) {
      if (census.isAlive(i)) {
        UnstructuredNode node = (UnstructuredNode) census.nodes().get(i);
        alive.put(node.host().self(), node);
      }
    }
    return alive;
  }

  private void checkIndex(
      SuperPeer superPeer,
      Map<PeerAddress, UnstructuredNode> alive,
      long now,
      Map<Bond, Long> strangersNow,
      Consumer<String> violations) {
    for (PeerAddress entry : superPeer.desk().addresses()) {
      UnstructuredNode node = alive.get(entry);
      boolean agrees = node != null && isLeafOf(node, superPeer.self());
      if (!agrees) {
        Bond bond = new Bond(superPeer.self(), entry);
        long since = strangers.getOrDefault(bond, now);
        strangersNow.put(bond, since);
        if (now - since > staleNanosMax()) {
          violations.accept("an entry of " + entry + " outlives it at " + superPeer.self());
        }
      }
    }
  }

  private static boolean isLeafOf(UnstructuredNode node, PeerAddress superPeer) {
    return node.role() instanceof Leaf leaf && leaf.isAttachedTo(superPeer);
  }

  private void checkLeaf(
      int index,
      Leaf leaf,
      Map<PeerAddress, UnstructuredNode> alive,
      long now,
      Map<Integer, Long> movingNow,
      Consumer<String> violations) {
    if (!isRegistered(leaf, alive)) {
      long since = moving.getOrDefault(index, now);
      movingNow.put(index, since);
      if (now - since > movingNanosMax() && canMove(leaf, alive)) {
        violations.accept("leaf " + leaf.host().self() + " is registered nowhere");
      }
    }
  }

  private boolean isRegistered(Leaf leaf, Map<PeerAddress, UnstructuredNode> alive) {
    return !leaf.superPeers().isEmpty()
        && leaf.superPeers().stream().allMatch(s -> knows(alive.get(s), leaf.host().self()));
  }

  private static boolean knows(@Nullable UnstructuredNode node, PeerAddress leaf) {
    return node != null
        && node.role() instanceof SuperPeer superPeer
        && superPeer.index().contains(leaf);
  }

  /** Whether it knows somebody who lives and would take it; a full network takes nobody. */
  private boolean canMove(Leaf leaf, Map<PeerAddress, UnstructuredNode> alive) {
    return leaf.known().some().stream()
        .map(alive::get)
        .anyMatch(
            node ->
                node != null
                    && node.role() instanceof SuperPeer superPeer
                    && superPeer.desk().leaves() < config.leavesMax());
  }
}
