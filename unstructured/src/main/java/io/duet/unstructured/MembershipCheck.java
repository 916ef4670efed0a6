package io.duet.unstructured;

import io.duet.node.Peer;
import io.duet.overlay.spi.NetworkSnapshot;
import io.duet.unstructured.config.SuperPeerConfig;
import io.duet.unstructured.leaf.Leaf;
import io.duet.unstructured.neighbor.SuperPeerSession;
import io.duet.unstructured.node.NodeContext;
import io.duet.unstructured.superpeer.SuperPeer;
import java.util.List;
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
  private final PersistingViolations persisting = new PersistingViolations();

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
    LiveNodes live = new LiveNodes(snapshot);
    Pass pass = new Pass(live, violations);
    boolean room = false;
    for (UnstructuredNode node : live.nodes()) {
      if (node.role() instanceof SuperPeer superPeer) {
        pass.atSuperPeer(superPeer);
        room |= superPeer.registry().leaves() < config.leavesMax();
      }
    }
    for (UnstructuredNode node : live.nodes()) {
      if (node.role() instanceof Leaf leaf) {
        pass.atLeaf(leaf, room);
      }
    }
    persisting.endCheck();
    return pass.leftNanos;
  }

  /** One check of the network. */
  private final class Pass {
    private final LiveNodes live;
    private final Consumer<String> violations;
    private long leftNanos;

    Pass(LiveNodes live, Consumer<String> violations) {
      this.live = live;
      this.violations = violations;
    }

    private void report(Violation violation, long boundNanos) {
      long left = boundNanos - persisting.persistedNanos(violation, live.nowNanos());
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
        Leaf leaf = live.leaf(entry);
        if (leaf == null || !leaf.isAttachedTo(superPeer.self())) {
          boolean dead = !live.isAlive(entry);
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
        SuperPeer other = live.superPeer(neighbor);
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
        SuperPeer other = live.superPeer(partner);
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
          && live.superPeers() > itself
          && canLink(superPeer)) {
        Peer self = superPeer.self();
        report("is linked to none of the others, seen from", self, self, bounds.moving());
      }
    }

    /** A super-peer elected while all its known peers were dead can reach only its leaves. */
    private boolean canLink(SuperPeer superPeer) {
      return superPeer.links().unlinkedContacts().stream()
          .anyMatch(peer -> live.isAlive(peer) && !superPeer.index().contains(peer));
    }

    void atLeaf(Leaf leaf, boolean room) {
      Peer self = leaf.host().self();
      boolean registered = !leaf.superPeers().isEmpty();
      for (Peer peer : leaf.superPeers()) {
        SuperPeer superPeer = live.superPeer(peer);
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
        SuperPeer partner = live.superPeer(peer);
        if (first && partner != null && partner.partner().is(superPeer.self())) {
          return leaf.isAttachedTo(peer) || partner.registry().leaves() >= config.leavesMax();
        }
      }
      return true;
    }

    /** A leaf that starts while all its contacts are dead can join nowhere. */
    private boolean canMove(Leaf leaf) {
      return leaf.wasAttached() || leaf.known().all().stream().anyMatch(live::isAlive);
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
