package io.duet.unstructured;

import io.duet.node.PeerAddress;
import io.duet.overlay.OverlayEvent;
import io.duet.rpc.ReplyHandler;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * A node's bond with one super-peer: what it offers is registered there, first all of it, later the
 * changes; pings tell whether the super-peer lives and whether it still knows all.
 */
final class Attachment {
  private static final int BATCHES_MAX = 512;
  static final int RETRY_PERIODS = 10;

  /** Whose bond it is. */
  interface Owner {

    /** Whether the bond still is. */
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

  /** Changes that one message tells. */
  private record Batch(boolean fresh, boolean added, List<Content> contents) {
    LeafMessage.Register message(int id) {
      return new LeafMessage.Register(id, fresh, added, List.copyOf(contents));
    }
  }

  private final NodeContext context;
  private final Owner owner;
  private final Bond kind;
  private final PeerAddress superPeer;
  private boolean pinging;
  private boolean suspected;
  private final Deque<Batch> batches = new ArrayDeque<>(1);
  private boolean changing;
  private long retryAt; // after the super-peer had no room
  private boolean refused; // some of what was told since all was told
  private int load = -1;

  /** A bond in which the node is this to the super-peer. */
  Attachment(NodeContext context, Owner owner, Bond kind, PeerAddress superPeer) {
    this.context = context;
    this.owner = owner;
    this.kind = kind;
    this.superPeer = superPeer;
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
    return refused;
  }

  // --- registering

  /** Hands over all that the node offers, in place of whatever the super-peer knows of it. */
  void registerAll() {
    List<Content> all = context.offers().list();
    batches.clear();
    refused = false;
    batches.add(new Batch(true, true, new ArrayList<>()));
    all.forEach(content -> add(true, content));
    sendNext();
  }

  /** Tells one change, together with others that wait. */
  void register(boolean added, Content content) {
    if (batches.size() >= BATCHES_MAX) {
      registerAll();
    } else {
      add(added, content);
      sendNext();
    }
  }

  private void add(boolean added, Content content) {
    Batch last = batches.peekLast();
    if (last == null || last.added() != added || last.contents().size() >= Questions.CONTENTS_MAX) {
      last = new Batch(false, added, new ArrayList<>());
      batches.add(last);
    }
    last.contents().add(content);
  }

  /** One batch is on its way at a time, so that none overtakes another. */
  private void sendNext() {
    Batch batch = changing ? null : batches.poll();
    if (batch != null) {
      changing = true;
      context.requests().send(superPeer, batch::message, context.once(), new Change(batch));
    }
  }

  /** A batch that is on its way. */
  private final class Change implements ReplyHandler<LeafMessage.Registered> {
    private final Batch batch;

    Change(Batch batch) {
      this.batch = batch;
    }

    @Override
    public void onReply(LeafMessage.Registered reply) {
      changing = false;
      if (!reply.accepted()) {
        retryAt = context.host().nowNanos() + RETRY_PERIODS * context.config().pingNanos();
        refused = true;
        owner.refused(Attachment.this);
      }
      if (reply.accepted() && batch.added()) {
        for (Content content : batch.contents()) {
          context.host().emit(new OverlayEvent.Announced(content.key(), superPeer));
        }
      }
      sendNext();
    }

    @Override
    public void onFailure() {
      changing = false;
      batches.addFirst(batch);
      ping(); // it is told again after the pong
    }
  }

  // --- watching

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

  /** What becomes of the bond after a ping. */
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
      if (pong.bond() != kind) {
        owner.forgotten(Attachment.this);
        return;
      }
      refused &= pong.digest() != context.offers().digest();
      if (isBehind(pong.digest())) {
        registerAll();
      } else {
        sendNext();
      }
    }

    private boolean isBehind(int digest) {
      int offered = context.offers().digest();
      return digest != offered
          && context.host().nowNanos() >= retryAt
          && digestThen == offered
          && batches.isEmpty()
          && !changing;
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
