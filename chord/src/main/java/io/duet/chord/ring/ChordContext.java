package io.duet.chord.ring;

import io.duet.chord.id.RingPeer;
import io.duet.node.Host;
import io.duet.node.NodeEvent;
import io.duet.node.Peer;
import io.duet.overlay.OverlayEvent;
import io.duet.rpc.PeerRequests;
import io.duet.rpc.PendingRequests;
import io.duet.rpc.Reply;
import io.duet.rpc.ReplyHandler;
import io.duet.rpc.RetryPolicy;
import org.jspecify.annotations.Nullable;

/**
 * The state that all parts of a member share: host, settings, routing state and requests. A part
 * reports here what it observes; the node forwards it to the others, so that none depends on
 * another.
 *
 * <p>The node is its own context, rather than a further object, because a million nodes must fit
 * into one process.
 */
public abstract class ChordContext {
  private final Host host;
  private final ChordConfig config;
  private final RoutingState routing;
  private @Nullable PeerRequests requests; // created by the first
  private boolean joined;

  protected ChordContext(Host host, ChordConfig config, RingPeer self) {
    this.host = host;
    this.config = config;
    this.routing = new RoutingState(self, config.digitBits());
  }

  public final Host host() {
    return host;
  }

  public final ChordConfig config() {
    return config;
  }

  public final RoutingState routing() {
    return routing;
  }

  /** Whether this node is a member of a ring. */
  public final boolean isJoined() {
    return joined;
  }

  protected final void setJoined() {
    joined = true;
  }

  /** Makes the node a member, {@code nanos} after it began to join. */
  public abstract void becomeMember(long nanos);

  /** Reports that a peer has just replied. */
  public abstract void replied(RingPeer peer);

  /** Reports that a peer did not reply in time. */
  public abstract void timedOut(RingPeer peer);

  /** Reports that the predecessor or successor left or died. */
  public abstract void neighborLost(RingPeer peer);

  /** Reports a new, closer predecessor, which owns a part of this member's former range. */
  public abstract void rangeShrank(RingPeer newOwner);

  /** Reports that this member owns more positions, and may lack their records. */
  public abstract void rangeGrew();

  /** Reports that a round of stabilize has ended. */
  public abstract void stabilized();

  /** Removes a peer considered dead from all tables. */
  public final void drop(RingPeer peer) {
    if (routing.forget(peer)) {
      host.emit(new OverlayEvent.PeerDropped(peer.peer()));
    }
  }

  /** Reports a neighbor if it is another one than before. */
  public final void reportNeighbor(@Nullable RingPeer before, @Nullable RingPeer now, String as) {
    if (now != null && !now.equals(before) && !now.equals(routing.self())) {
      host.emit(new OverlayEvent.PeerJoined(now.peer(), as));
    }
  }

  /** Reports that a peer's message was refused. */
  public final void refuse(Peer peer, String reason) {
    host.emit(new NodeEvent.MessageRefused(peer, reason));
  }

  /** Sends a request once; its timeout is the peer's round-trip estimate. */
  public final <R extends Reply> void ask(
      Peer peer, PendingRequests.Template<R> template, ReplyHandler<R> handler) {
    ask(peer, template, handler, Long.MAX_VALUE);
  }

  /** Sends a request once; its timeout is at most {@code nanosMax}. */
  public final <R extends Reply> void ask(
      Peer peer, PendingRequests.Template<R> template, ReplyHandler<R> handler, long nanosMax) {
    requests().send(peer, template, RetryPolicy.once(config.requestNanos()), handler, nanosMax);
  }

  /** The mean round trip to a peer in milliseconds; NaN if never measured. */
  public final float roundTripMs(RingPeer peer) {
    return requests == null ? Float.NaN : requests.roundTripMs(peer.peer());
  }

  /** The pending requests of this node. */
  public final PeerRequests requests() {
    if (requests == null) {
      requests = new PeerRequests(host);
    }
    return requests;
  }
}
