package io.duet.unstructured;

import io.duet.node.NodeEvent;
import io.duet.node.PeerAddress;
import io.duet.node.ReplyHandler;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * A leaf's bond with one super-peer: what it offers is registered there, first all of it, later the
 * changes; pings tell whether the super-peer lives and whether it still knows all.
 */
final class Attachment {
  private static final int PINGS_MAX = 2;
  private static final int BATCHES_MAX = 512;

  /** Changes that one message tells. */
  private record Batch(boolean fresh, boolean added, List<Content> contents) {
    UnstructuredMessage.Register message(int id) {
      return new UnstructuredMessage.Register(id, fresh, added, List.copyOf(contents));
    }
  }

  private final Leaf leaf;
  private final PeerAddress superPeer;
  private boolean pinging;
  private final Deque<Batch> batches = new ArrayDeque<>(1);
  private boolean changing;

  Attachment(Leaf leaf, PeerAddress superPeer) {
    this.leaf = leaf;
    this.superPeer = superPeer;
  }

  PeerAddress superPeer() {
    return superPeer;
  }

  // --- registering

  /** Hands over all that the leaf offers, in place of whatever the super-peer knows of it. */
  void registerAll() {
    List<Content> all = leaf.node().offers().list();
    batches.clear();
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
      leaf.pending()
          .send(superPeer, batch::message, leaf.config().pingTimeoutNanos(), new Change(batch));
    }
  }

  /** A batch that is on its way. */
  private final class Change implements ReplyHandler<UnstructuredMessage.Registered> {
    private final Batch batch;

    Change(Batch batch) {
      this.batch = batch;
    }

    @Override
    public void onReply(UnstructuredMessage.Registered reply) {
      changing = false;
      if (reply.accepted() && batch.added()) {
        for (Content content : batch.contents()) {
          leaf.host().emit(new NodeEvent.Announced(content.key(), superPeer));
        }
      }
      sendNext();
    }

    @Override
    public void onFailure() {
      changing = false;
      ping(); // its pong tells whether the change came through
    }
  }

  // --- watching

  /** Asks whether the super-peer lives, unless that is asked already. */
  void ping() {
    if (!pinging) {
      pinging = true;
      new Probe().send();
    }
  }

  /** One ping, sent again when it is lost: a super-peer is dead after the second silence. */
  private final class Probe implements ReplyHandler<UnstructuredMessage.Pong> {
    private final int digestThen = leaf.node().offers().digest();
    private int sent;

    void send() {
      sent++;
      leaf.pending()
          .send(superPeer, UnstructuredMessage.Ping::new, leaf.config().pingTimeoutNanos(), this);
    }

    @Override
    public void onReply(UnstructuredMessage.Pong pong) {
      pinging = false;
      pong.others().forEach(leaf.known()::learn);
      if (!pong.known()) {
        leaf.detach(superPeer);
      } else if (isBehind(pong.digest())) {
        registerAll();
      } else {
        sendNext();
      }
    }

    private boolean isBehind(int digest) {
      int offered = leaf.node().offers().digest();
      return digest != offered && digestThen == offered && !changing;
    }

    @Override
    public void onFailure() {
      if (sent < PINGS_MAX && leaf.isAttachedTo(superPeer)) {
        send();
      } else {
        pinging = false;
        leaf.known().forget(superPeer);
        leaf.detach(superPeer);
      }
    }
  }
}
