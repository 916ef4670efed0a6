package io.duet.unstructured.neighbor;

import io.duet.node.Peer;
import io.duet.unstructured.message.PeerRelation;
import io.duet.unstructured.message.SharedContent;
import io.duet.unstructured.message.UnstructuredMessage;
import io.duet.unstructured.node.NodeContext;

/**
 * A node's session with one super-peer that serves it: pings tell whether the super-peer lives, and
 * {@link IndexUpdater} registers there what the node offers.
 */
public final class SuperPeerSession {

  /** Whose session it is. */
  public interface Owner {

    /** Whether the session still is. */
    boolean holds(SuperPeerSession session);

    /** The super-peer lives, and tells what it knows. */
    void heard(SuperPeerSession session, UnstructuredMessage.Pong pong);

    /** The super-peer has no room for what the node offers. */
    void refused(SuperPeerSession session);

    /** The super-peer has forgotten this node. */
    void forgotten(SuperPeerSession session);

    /** The super-peer is dead. */
    void dead(SuperPeerSession session);
  }

  private final NodeContext context;
  private final Owner owner;
  private final PeerRelation kind;
  private final Peer superPeer;
  private final IndexUpdater updates;
  private boolean pinging;
  private boolean suspected;
  private int load = -1;

  /** A session in which the node is this to the super-peer. */
  public SuperPeerSession(NodeContext context, Owner owner, PeerRelation kind, Peer superPeer) {
    this.context = context;
    this.owner = owner;
    this.kind = kind;
    this.superPeer = superPeer;
    this.updates = new IndexUpdater(context, this);
  }

  public Peer superPeer() {
    return superPeer;
  }

  /** The leaves that the super-peer said it serves; -1 when it has not said so. */
  public int load() {
    return load;
  }

  /** Whether the super-peer had no room for some of what the node offers. */
  public boolean isRefused() {
    return updates.isRefused();
  }

  /** Registers all that the node offers. */
  public void registerAll() {
    updates.registerAll();
  }

  /** Registers a change of what the node offers. */
  public void register(boolean added, SharedContent content) {
    updates.register(added, content);
  }

  /** The super-peer has no room for what the node offers. */
  void refused() {
    owner.refused(this);
  }

  /** Whether the super-peer has not answered the last ping in time, and may be slow or dead. */
  public boolean isSuspected() {
    return suspected;
  }

  /** Asks whether the super-peer lives, unless that is asked already. */
  public void ping() {
    if (!pinging && owner.holds(this)) {
      pinging = true;
      long patience = context.config().pingTimeoutNanos();
      new PingProbe(context.requests(), superPeer, patience, new Watch()).start();
    }
  }

  /** What becomes of the session after a ping. */
  private final class Watch implements PingProbe.Asker {
    private final int digestThen = context.offers().digest();

    @Override
    public void lives(UnstructuredMessage.Pong pong) {
      pinging = false;
      suspected = false;
      load = pong.load();
      if (!owner.holds(SuperPeerSession.this)) {
        return;
      }
      owner.heard(SuperPeerSession.this, pong);
      if (pong.bond() == kind) {
        updates.onDigest(pong.digest(), digestThen);
      } else {
        owner.forgotten(SuperPeerSession.this);
      }
    }

    @Override
    public boolean suspects() {
      suspected = owner.holds(SuperPeerSession.this);
      return suspected;
    }

    @Override
    public void ends() {
      pinging = false;
      if (owner.holds(SuperPeerSession.this)) {
        owner.dead(SuperPeerSession.this);
      }
    }
  }
}
