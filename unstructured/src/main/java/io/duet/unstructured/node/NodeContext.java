package io.duet.unstructured.node;

import io.duet.node.Host;
import io.duet.node.Message;
import io.duet.node.NodeEvent;
import io.duet.node.Peer;
import io.duet.node.Timer;
import io.duet.overlay.spi.LifecycleEvents;
import io.duet.rpc.PeerRequests;
import io.duet.rpc.PendingRequests;
import io.duet.rpc.Reply;
import io.duet.rpc.ReplyHandler;
import io.duet.rpc.RetryPolicy;
import io.duet.unstructured.config.SuperPeerConfig;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Function;

/** The context of every role of a node: host, settings, requests, own contents, current role. */
public final class NodeContext {

  /** Runs an action of a role. */
  private record RoleTimer(Role role, Runnable action) implements Timer {}

  private final Host host;
  private final SuperPeerConfig config;
  private final PeerRequests requests;
  private final LifecycleEvents lifecycle;
  private final LocalContent offers = new LocalContent();
  private final Consumer<RoleChange> roleChanges;
  private OptionalLong room = OptionalLong.empty();
  private Role role;

  /**
   * The context of a node that has not started.
   *
   * @param firstRole creates the role in which the node starts
   * @param roleChanges replaces the role when a role decides so
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

  /** Sends a message to a peer. */
  public void send(Peer to, Message message) {
    host.send(to, message);
  }

  /** Sends a request once; exactly one call of the handler follows. */
  public <R extends Reply> void request(
      Peer peer, PendingRequests.Template<R> template, ReplyHandler<R> handler) {
    requests.send(peer, template, once(), handler);
  }

  /**
   * Runs an action of the present role after {@code nanos}, unless the role has ended by then. A
   * role that has ended must not call this.
   */
  public void after(Runnable action, long nanos) {
    host.setTimer(new RoleTimer(role, action), nanos);
  }

  /** Handles a timer that this context has set. */
  public void onTimer(Timer timer) {
    if (timer instanceof RoleTimer due && due.role() == role) {
      due.action().run();
    }
  }

  /** The virtual or real time in nanoseconds. */
  public long nowNanos() {
    return host.nowNanos();
  }

  /** The policy of a request that is sent once, to a peer that replies without delay. */
  public RetryPolicy once() {
    return RetryPolicy.once(config.pingTimeoutNanos()).within(2 * config.pingTimeoutNanos());
  }

  /** Emits the events of this node's lifecycle. */
  public LifecycleEvents lifecycle() {
    return lifecycle;
  }

  /** The contents that this node offers itself. */
  public LocalContent offers() {
    return offers;
  }

  /** Sets the bytes that this node would store for others, whatever its settings say. */
  public void offerRoom(long bytes) {
    room = OptionalLong.of(bytes);
  }

  /**
   * The bytes that this node would store for others now; empty if it stores nothing for anybody.
   */
  public OptionalLong room() {
    long configured = config.preset().roomBytes();
    return room.isPresent() || configured == 0
        ? room
        : OptionalLong.of(Math.max(0, configured - offers.bytes()));
  }

  /** The role that this node plays now. */
  public Role role() {
    return role;
  }

  /** Replaces the role, and calls neither the old nor the new one. */
  public void setRole(Role next) {
    role = next;
  }

  /** Changes the role of this node. */
  public void change(RoleChange change) {
    roleChanges.accept(change);
  }

  /** Emits the event that a peer's message was refused, with the reason; not if that is empty. */
  public void refuse(Peer peer, String reason) {
    if (!reason.isEmpty()) {
      host.emit(new NodeEvent.MessageRefused(peer, reason));
    }
  }
}
