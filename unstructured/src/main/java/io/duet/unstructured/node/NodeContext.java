package io.duet.unstructured.node;

import io.duet.node.Host;
import io.duet.node.NodeEvent;
import io.duet.node.Peer;
import io.duet.overlay.spi.LifecycleEvents;
import io.duet.rpc.PeerRequests;
import io.duet.rpc.RetryPolicy;
import io.duet.unstructured.config.SuperPeerConfig;
import java.util.function.Consumer;
import java.util.function.Function;

/** What every role of a node stands on: host, settings, requests, own contents, current role. */
public final class NodeContext {
  private final Host host;
  private final SuperPeerConfig config;
  private final PeerRequests requests;
  private final LifecycleEvents lifecycle;
  private final LocalContent offers = new LocalContent();
  private final Consumer<RoleChange> roleChanges;
  private Role role;

  /**
   * The context of a node that has not started.
   *
   * @param firstRole makes the role in which the node starts
   * @param roleChanges carries out the decisions of roles
   */
  public NodeContext(
      Host host,
      SuperPeerConfig config,
      Function<NodeContext, Role> firstRole,
      Consumer<RoleChange> roleChanges) {
    this.host = host;
    this.config = config;
    this.requests = new PeerRequests(host);
    this.lifecycle = new LifecycleEvents(host);
    this.roleChanges = roleChanges;
    this.role = firstRole.apply(this);
  }

  public Host host() {
    return host;
  }

  public SuperPeerConfig config() {
    return config;
  }

  /** The requests of this node that await a reply. */
  public PeerRequests requests() {
    return requests;
  }

  /** How a peer is asked once that is expected to answer at once. */
  public RetryPolicy once() {
    return RetryPolicy.once(config.pingTimeoutNanos()).within(2 * config.pingTimeoutNanos());
  }

  /** Reports the steps of this node's life as events. */
  public LifecycleEvents lifecycle() {
    return lifecycle;
  }

  /** The contents that this node offers itself. */
  public LocalContent offers() {
    return offers;
  }

  /** The role that this node plays now. */
  public Role role() {
    return role;
  }

  /** Replaces the role, without a word to either of the two. */
  public void setRole(Role next) {
    role = next;
  }

  /** Has this node play another role from now on. */
  public void change(RoleChange change) {
    roleChanges.accept(change);
  }

  /** Reports that a peer's message was refused, and why. */
  public void refuse(Peer peer, String reason) {
    host.emit(new NodeEvent.MessageRefused(peer, reason));
  }
}
