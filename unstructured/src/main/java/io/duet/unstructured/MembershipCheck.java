package io.duet.unstructured;

import io.duet.node.Peer;
import io.duet.overlay.spi.NetworkSnapshot;
import io.duet.unstructured.config.SuperPeerConfig;
import io.duet.unstructured.leaf.Leaf;
import io.duet.unstructured.neighbor.SuperPeerSession;
import io.duet.unstructured.node.NodeContext;
import io.duet.unstructured.node.Role;
import io.duet.unstructured.superpeer.SuperPeer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Checks in a simulated network that leaves and super-peers agree, within {@link MembershipBounds}.
 *
 * <p>Invariants: an index has entries of present leaves only. Every live leaf is registered at its
 * super-peers and their partners with what it offers now, unless all super-peers are full. Links
 * and partnerships are mutual and lead to live super-peers. An elected super-peer that knows a live
 * one has neighbors. At any time, a peer has at most one relation to a super-peer, and a super-peer
 * keeps the statements of neighbors only.
 */
final class MembershipCheck {
  private final MembershipBounds bounds;
  private final SuperPeerConfig config;
  private Map<Violation, Long> since = new LinkedHashMap<>(); // of those in the last check

  /** A violation that may persist for a while, and the peers between which it exists. */
  private record Violation(String what, Peer at, Peer of, int version) {}

  MembershipCheck(SuperPeerConfig config) {
    this.config = config;
    this.bounds = new MembershipBounds(config);
  }

  /**
   * Checks the network once, and reports violations beyond their bounds.
   *
   * @return nanoseconds until the last bound of all present violations; 0 without any
   */
  long check(NetworkSnapshot snapshot, Consumer<String> violations) {
    Pass pass = new Pass(snapshot, violations);
    boolean room = false;
    for (SuperPeer superPeer : pass.all(SuperPeer.class)) {
      pass.atSuperPeer(superPeer);
      room |= superPeer.registry().leaves() < config.leavesMax();
    }
    for (Leaf leaf : pass.all(Leaf.class)) {
      pass.atLeaf(leaf, room);
    }
    since = pass.present;
    return pass.leftNanos;
  }

  /** One check of the network. */
  private final class Pass {
    private final long nowNanos;
    private final Map<Peer, Role> live = new LinkedHashMap<>();
    private final Consumer<String> violations;
    private final Map<Violation, Long> present = new LinkedHashMap<>(); // and since when
    private long leftNanos;

    Pass(NetworkSnapshot snapshot, Consumer<String> violations) {
      this.nowNanos = snapshot.nowNanos();
      this.violations = violations;
      for (int i = 0; i < snapshot.nodes().size(); i++) {
        if (snapshot.isAlive(i)) {
          UnstructuredNode node = (UnstructuredNode) snapshot.nodes().get(i);
          live.put(node.self(), node.role());
        }
      }
    }

    <R extends Role> List<R> all(Class<R> type) {
      return live.values().stream().filter(type::isInstance).map(type::cast).toList();
    }

    /** The live super-peer with this id, or null. */
    private @Nullable SuperPeer superPeer(Peer peer) {
      return live.get(peer) instanceof SuperPeer superPeer ? superPeer : null;
    }

    private void report(Violation violation, long boundNanos) {
      long begun = since.getOrDefault(violation, nowNanos);
      present.put(violation, begun);
      long left = boundNanos - (nowNanos - begun);
      leftNanos = Math.max(leftNanos, left + 1);
      if (left < 0) {
        violations.accept(violation.of() + " " + violation.what() + " " + violation.at());
      }
    }

    private void report(String what, Peer at, Peer of, long boundNanos) {
      report(new Violation(what, at, of, 0), boundNanos);
    }

    void atSuperPeer(SuperPeer superPeer) {
      for (Peer entry : superPeer.registry().peers()) {
        Role role = live.get(entry);
        if (!(role instanceof Leaf leaf && leaf.isAttachedTo(superPeer.self()))) {
          boolean dead = role == null;
          String what = dead ? "is outlived by its entry at" : "is no leaf, but has an entry, at";
          report(what, superPeer.self(), entry, bounds.stale(dead));
        }
      }
      checkNeighbors(superPeer);
      checkPartner(superPeer);
      checkIsLinked(superPeer);
    }

    private void checkNeighbors(SuperPeer superPeer) {
      List<Peer> neighbors = superPeer.links().neighbors();
      for (Peer neighbor : neighbors) {
        SuperPeer other = superPeer(neighbor);
        if (other == null || !other.links().contains(superPeer.self())) {
          report("is a neighbor on one side of", superPeer.self(), neighbor, bounds.oneSided());
        }
        if (superPeer.index().contains(neighbor) || superPeer.partner().is(neighbor)) {
          report("is a neighbor, and more, of", superPeer.self(), neighbor, -1);
        }
      }
      for (Peer known : superPeer.links().neighborhood().peers()) {
        if (!neighbors.contains(known)) {
          report("is remembered but no neighbor of", superPeer.self(), known, -1);
        }
      }
    }

    private void checkPartner(SuperPeer superPeer) {
      for (Peer partner : superPeer.partner().list()) {
        SuperPeer other = superPeer(partner);
        if (other == null || !other.partner().is(superPeer.self())) {
          report("is the partner on one side of", superPeer.self(), partner, bounds.oneSided());
        } else {
          checkContents(superPeer.partner().session(), superPeer.context(), other);
        }
      }
    }

    private void checkIsLinked(SuperPeer superPeer) {
      int itself = 1 + superPeer.partner().list().size();
      if (config.elects()
          && superPeer.links().neighbors().isEmpty()
          && all(SuperPeer.class).size() > itself
          && canLink(superPeer)) {
        Peer self = superPeer.self();
        report("is linked to none of the others, seen from", self, self, bounds.moving());
      }
    }

    /** A super-peer elected while all its known peers were dead can reach only its leaves. */
    private boolean canLink(SuperPeer superPeer) {
      return superPeer.links().unlinkedContacts().stream()
          .anyMatch(peer -> live.containsKey(peer) && !superPeer.index().contains(peer));
    }

    void atLeaf(Leaf leaf, boolean room) {
      Peer self = leaf.host().self();
      boolean registered = !leaf.superPeers().isEmpty();
      for (Peer peer : leaf.superPeers()) {
        SuperPeer superPeer = superPeer(peer);
        if (superPeer == null || !superPeer.index().contains(self)) {
          registered = false;
        } else {
          registered &= isWithPartner(leaf, superPeer);
          checkContents(leaf.sessions().with(peer), leaf.context(), superPeer);
        }
      }
      if (!registered && room && canMove(leaf)) {
        report("is not registered where it should be, seen from", self, self, bounds.moving());
      }
    }

    /** Whether a leaf is registered at the partner of its first super-peer too. */
    private boolean isWithPartner(Leaf leaf, SuperPeer superPeer) {
      boolean first = leaf.superPeers().get(0).equals(superPeer.self());
      for (Peer peer : superPeer.partner().list()) {
        SuperPeer partner = superPeer(peer);
        if (first && partner != null && partner.partner().is(superPeer.self())) {
          return leaf.isAttachedTo(peer) || partner.registry().leaves() >= config.leavesMax();
        }
      }
      return true;
    }

    /** A leaf that starts while all its contacts are dead can join nowhere. */
    private boolean canMove(Leaf leaf) {
      return leaf.wasAttached() || leaf.known().all().stream().anyMatch(live::containsKey);
    }

    private void checkContents(@Nullable SuperPeerSession session, NodeContext node, SuperPeer at) {
      Peer self = node.host().self();
      int offered = node.offers().digest();
      boolean full = session == null || session.updates().isRefused();
      if (at.index().digest(self) != offered && !full) {
        Violation behind =
            new Violation("offers what is not registered at", at.self(), self, offered);
        report(behind, bounds.behind(node.offers().size()));
      }
    }
  }
}
