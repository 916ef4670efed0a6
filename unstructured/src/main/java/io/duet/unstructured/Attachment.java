package io.duet.unstructured;

import io.duet.node.PeerAddress;

/**
 * A node's session with one super-peer that serves it: pings tell whether the super-peer lives, and
 * {@link IndexUpdater} registers there what the node offers.
 */
final class Attachment {

  /** Whose session it is. */
  interface Owner {

    /** Whether the session still is. */
    boolean holds(Attachment attachment);

    /** The super-peer lives, and tells what it knows. */
    void heard(Attachment attachment, UnstructuredMessage.Pong pong);

    /** The super-peer has no room for what the node offers. */
    void refused(Attachment attachment);

    /** The super-peer has forgotten this node. */
    void forgotten(Attachment attachment);

    /** The super-peer is dead. */
    void dead(Attachment attachment);
  }

  private final NodeContext context;
  private final Owner owner;
  private final Bond kind;
  private final PeerAddress superPeer;
  private final IndexUpdater updates;
  private boolean pinging;
  private boolean suspected;
  private int load = -1;

  /** A session in which the node is this to the super-peer. */
  Attachment(NodeContext context, Owner owner, Bond kind, PeerAddress superPeer) {
    this.context = context;
    this.owner = owner;
    this.kind = kind;
    this.superPeer = superPeer;
    this.updates = new IndexUpdater(context, this);
  }

  PeerAddress superPeer() {
    return superPeer;
  }

  /** The leaves that the super-peer said it serves; -1 when it has not said so. */
  int load() {
    return load;
  }

  /** Whether the super-peer had no room for some of what the node offers. */
  boolean isRefused() {
    return updates.isRefused();
  }

  /** Registers all that the node offers. */
  void registerAll() {
    updates.registerAll();
  }

  /** Registers a change of what the node offers. */
  void register(boolean added, Content content) {
    updates.register(added, content);
  }

  /** The super-peer has no room for what the node offers. */
  void refused() {
    owner.refused(this);
  }

  /** Whether the super-peer has not answered the last ping in time, and may be slow or dead. */
  boolean isSuspected() {
    return suspected;
  }

  /** Asks whether the super-peer lives, unless that is asked already. */
  void ping() {
    if (!pinging && owner.holds(this)) {
      pinging = true;
      long patience = context.config().pingTimeoutNanos();
      new Probe(context.requests(), superPeer, patience, new Watch()).start();
    }
  }

  /** What becomes of the session after a ping. */
  private final class Watch implements Probe.Asker {
    private final int digestThen = context.offers().digest();

    @Override
    public void lives(UnstructuredMessage.Pong pong) {
      pinging = false;
      suspected = false;
      load = pong.load();
      if (!owner.holds(Attachment.this)) {
        return;
      }
      owner.heard(Attachment.this, pong);
      if (pong.bond() == kind) {
        updates.onDigest(pong.digest(), digestThen);
      } else {
        owner.forgotten(Attachment.this);
      }
    }

    @Override
    public boolean suspects() {
      suspected = owner.holds(Attachment.this);
      return suspected;
    }

    @Override
    public void ends() {
      pinging = false;
      if (owner.holds(Attachment.this)) {
        owner.dead(Attachment.this);
      }
    }
  }
}
