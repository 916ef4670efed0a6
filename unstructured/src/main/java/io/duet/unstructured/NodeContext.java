package io.duet.unstructured;

import io.duet.node.Host;
import io.duet.node.NodeEvent;
import io.duet.node.PeerAddress;
import io.duet.rpc.PendingRequests;
import io.duet.overlay.Milestones;
import java.util.function.Consumer;
import java.util.function.Function;

/** What every role of a node stands on: host, settings, requests, own contents, current role. */
final class NodeContext {
  private final Host host;
  private final SuperPeerConfig config;
  private final PendingRequests requests;
  private final Milestones milestones;
  private final Offers offers = new Offers();
  private final Consumer<RoleChange> roleChanges;
  private Role role;

  /**
   * The context of a node that has not started.
   *
   * @param firstRole makes the role in which the node starts
   * @param roleChanges carries out the decisions of roles
   */
  NodeContext(
      Host host,
      SuperPeerConfig config,
      Function<NodeContext, Role> firstRole,
      Consumer<RoleChange> roleChanges) {
    this.host = host;
    this.config = config;
    this.requests = new PendingRequests(host);
    this.milestones = new Milestones(host);
    this.roleChanges = roleChanges;
    this.role = firstRole.apply(this);
  }

  Host host() {
    return host;
  }

  SuperPeerConfig config() {
    return config;
  }

  /** The requests of this node that await a reply. */
  PendingRequests requests() {
    return requests;
  }

  /** Reports the steps of this node's life as events. */
  Milestones milestones() {
    return milestones;
  }

  /** The contents that this node offers itself. */
  Offers offers() {
    return offers;
  }

  /** The role that this node plays now. */
  Role role() {
    return role;
  }

  /** Replaces the role, without a word to either of the two. */
  void setRole(Role next) {
    role = next;
  }

  /** Has this node play another role from now on. */
  void change(RoleChange change) {
    roleChanges.accept(change);
  }

  /** Reports that a peer's message was refused, and why. */
  void refuse(PeerAddress peer, String reason) {
    host.emit(new NodeEvent.MessageRefused(peer, reason));
  }
}
