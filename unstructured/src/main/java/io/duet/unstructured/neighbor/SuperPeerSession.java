package io.duet.unstructured.neighbor;

import io.duet.node.Peer;
import io.duet.unstructured.message.PeerRelation;
import io.duet.unstructured.message.UnstructuredMessage;
import io.duet.unstructured.node.NodeContext;

/**
 * A node's session with one super-peer that serves it. Pings detect its death, and {@link
 * IndexUpdater} registers there what the node offers.
 */
public final class SuperPeerSession {

  /** Reacts to the events of its sessions. */
  public interface Owner {

    /** Whether the session still exists. */
    boolean holds(SuperPeerSession session);

    /** The super-peer has answered a ping. */
    void heard(SuperPeerSession session, UnstructuredMessage.Pong pong);

    /** The super-peer has no room for what the node offers. */
    default void refused(SuperPeerSession session) {}

    /** The super-peer no longer serves this node. */
    void forgotten(SuperPeerSession session);

    /** The super-peer is dead. */
    void dead(SuperPeerSession session);
  }

  private final NodeContext context;
  private final Owner owner;
  private final PeerRelation relation;
  private final Peer superPeer;
  private final IndexUpdater updates;
  private boolean pinging;
  private boolean suspected;
  private int load = -1;

  /**
   * A session with a super-peer.
   *
   * @param relation what the node is to the super-peer
   */
  public SuperPeerSession(NodeContext context, Owner owner, PeerRelation relation, Peer superPeer) {
    this.context = context;
    this.owner = owner;
    this.relation = relation;
    this.superPeer = superPeer;
    this.updates = new IndexUpdater(context, this);
  }

  public Peer superPeer() {
    return superPeer;
  }

  /** The number of leaves in the super-peer's last pong; -1 before the first one. */
  public int load() {
    return load;
  }

  /** Registers what the node offers. */
  public IndexUpdater updates() {
    return updates;
  }

  /** Passes on that the super-peer refused an index update. */
  void refused() {
    owner.refused(this);
  }

  /** Whether the super-peer missed the deadline of the last ping, and may be slow or dead. */
  public boolean isSuspected() {
    return suspected;
  }

  /** Pings the super-peer, unless a ping is in progress. */
  public void ping() {
    if (!pinging && owner.holds(this)) {
      pinging = true;
      int digestThen = context.offers().digest();
      PingProbe.start(
          context, superPeer, pong -> onPong(pong, digestThen), this::suspect, this::onDeath);
    }
  }

  private void onPong(UnstructuredMessage.Pong pong, int digestThen) {
    pinging = false;
    suspected = false;
    load = pong.load();
    if (!owner.holds(this)) {
      return;
    }
    owner.heard(this, pong);
    if (pong.relation() == relation) {
      updates.onDigest(pong.digest(), digestThen);
    } else {
      owner.forgotten(this);
    }
  }

  private boolean suspect() {
    suspected = owner.holds(this);
    return suspected;
  }

  private void onDeath() {
    pinging = false;
    if (owner.holds(this)) {
      owner.dead(this);
    }
  }
}
