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
 * Checks in a simulated network that leaves and super-peers agree, within {@link MembershipBounds}:
 * an index holds nobody who is no leaf there; every live leaf is registered at its super-peers and
 * their partners, with what it offers now, unless all super-peers are full; links and partnerships
 * are mutual, and lead to super-peers that live; where they are elected, none stays alone who knows
 * somebody alive. At any time each peer is one thing to a super-peer: a leaf, a neighbour, its
 * partner or nothing; and only of neighbours it keeps what they said.
 */
final class MembershipCheck {
  private final MembershipBounds bounds;
  private final SuperPeerConfig config;
  private final PersistingViolations lasting = new PersistingViolations();

  /** What may last for a while, and between whom. */
  private record Wrong(String what, Peer at, Peer of, int version) {}

  MembershipCheck(SuperPeerConfig config) {
    this.config = config;
    this.bounds = new MembershipBounds(config);
  }

  /**
   * Looks once.
   *
   * @return nanoseconds until the last bound of what is not as it should be; 0 when all is
   */
  long check(NetworkSnapshot census, Consumer<String> violations) {
    LiveNodes roll = new LiveNodes(census);
    Look look = new Look(roll, violations);
    boolean room = false;
    for (UnstructuredNode node : roll.nodes()) {
      if (node.role() instanceof SuperPeer superPeer) {
        look.atSuperPeer(superPeer);
        room |= superPeer.registry().leaves() < config.leavesMax();
      }
    }
    for (UnstructuredNode node : roll.nodes()) {
      if (node.role() instanceof Leaf leaf) {
        look.atLeaf(leaf, room);
      }
    }
    lasting.endLook();
    return look.leftNanos;
  }

  /** One look at the network. */
  private final class Look {
    private final LiveNodes roll;
    private final Consumer<String> violations;
    private long leftNanos;

    Look(LiveNodes roll, Consumer<String> violations) {
      this.roll = roll;
      this.violations = violations;
    }

    private void wrong(Wrong wrong, long boundNanos) {
      long left = boundNanos - lasting.see(wrong, roll.nowNanos());
      leftNanos = Math.max(leftNanos, left + 1);
      if (left < 0) {
        violations.accept(wrong.of() + " " + wrong.what() + " " + wrong.at());
      }
    }

    private void wrong(String what, Peer at, Peer of, long boundNanos) {
      wrong(new Wrong(what, at, of, 0), boundNanos);
    }

    void atSuperPeer(SuperPeer superPeer) {
      for (Peer entry : superPeer.registry().peers()) {
        Leaf leaf = roll.leaf(entry);
        if (leaf == null || !leaf.isAttachedTo(superPeer.self())) {
          boolean dead = !roll.isAlive(entry);
          String what = dead ? "is outlived by its entry at" : "is no leaf, but has an entry, at";
          wrong(what, superPeer.self(), entry, bounds.stale(dead));
        }
      }
      checkNeighbors(superPeer);
      checkPartner(superPeer);
      checkCompany(superPeer);
    }

    private void checkNeighbors(SuperPeer superPeer) {
      List<Peer> neighbors = superPeer.links().neighbors();
      for (Peer neighbor : neighbors) {
        SuperPeer other = roll.superPeer(neighbor);
        if (other == null || !other.links().contains(superPeer.self())) {
          wrong("is a neighbour on one side of", superPeer.self(), neighbor, bounds.oneSided());
        }
        if (superPeer.index().contains(neighbor) || superPeer.partner().is(neighbor)) {
          wrong("is a neighbour, and more, of", superPeer.self(), neighbor, -1);
        }
      }
      for (Peer said : superPeer.links().neighborhood().peers()) {
        if (!neighbors.contains(said)) {
          wrong("is remembered but no neighbour of", superPeer.self(), said, -1);
        }
      }
    }

    private void checkPartner(SuperPeer superPeer) {
      for (Peer partner : superPeer.partner().list()) {
        SuperPeer other = roll.superPeer(partner);
        if (other == null || !other.partner().is(superPeer.self())) {
          wrong("is the partner on one side of", superPeer.self(), partner, bounds.oneSided());
        } else {
          checkContents(superPeer.partner().session(), superPeer.context(), other);
        }
      }
    }

    private void checkCompany(SuperPeer superPeer) {
      int itself = 1 + superPeer.partner().list().size();
      if (config.elects()
          && superPeer.links().neighbors().isEmpty()
          && roll.superPeers() > itself
          && canLink(superPeer)) {
        Peer self = superPeer.self();
        wrong("is linked to none of the others, seen from", self, self, bounds.moving());
      }
    }

    /** Whoever knew only the dead when it was elected has none but its leaves to whom to turn. */
    private boolean canLink(SuperPeer superPeer) {
      return superPeer.links().unlinkedContacts().stream()
          .anyMatch(peer -> roll.isAlive(peer) && !superPeer.index().contains(peer));
    }

    void atLeaf(Leaf leaf, boolean room) {
      Peer self = leaf.host().self();
      boolean registered = !leaf.superPeers().isEmpty();
      for (Peer peer : leaf.superPeers()) {
        SuperPeer superPeer = roll.superPeer(peer);
        if (superPeer == null || !superPeer.index().contains(self)) {
          registered = false;
        } else {
          registered &= isWithPartner(leaf, superPeer);
          checkContents(leaf.sessions().with(peer), leaf.context(), superPeer);
        }
      }
      if (!registered && room && canMove(leaf)) {
        wrong("is not registered where it should be, seen from", self, self, bounds.moving());
      }
    }

    /** Whether a leaf of a super-peer is one of its partner, too, if it is served there first. */
    private boolean isWithPartner(Leaf leaf, SuperPeer superPeer) {
      boolean first = leaf.superPeers().get(0).equals(superPeer.self());
      for (Peer peer : superPeer.partner().list()) {
        SuperPeer partner = roll.superPeer(peer);
        if (first && partner != null && partner.partner().is(superPeer.self())) {
          return leaf.isAttachedTo(peer) || partner.registry().leaves() >= config.leavesMax();
        }
      }
      return true;
    }

    /** Whoever starts when all are dead of whom it was told has nobody to whom to turn. */
    private boolean canMove(Leaf leaf) {
      return leaf.wasAttached() || leaf.known().all().stream().anyMatch(roll::isAlive);
    }

    private void checkContents(@Nullable SuperPeerSession bond, NodeContext node, SuperPeer at) {
      Peer self = node.host().self();
      int offered = node.offers().digest();
      boolean full = bond == null || bond.isRefused();
      if (at.index().digest(self) != offered && !full) {
        Wrong behind = new Wrong("offers what is not registered at", at.self(), self, offered);
        wrong(behind, bounds.behind(node.offers().size()));
      }
    }
  }
}
