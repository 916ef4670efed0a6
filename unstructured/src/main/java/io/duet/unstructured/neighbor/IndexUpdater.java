package io.duet.unstructured.neighbor;

import io.duet.node.Peer;
import io.duet.overlay.OverlayEvent;
import io.duet.rpc.ReplyHandler;
import io.duet.unstructured.message.LeafMessage;
import io.duet.unstructured.message.SharedContent;
import io.duet.unstructured.message.WireLimits;
import io.duet.unstructured.node.NodeContext;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Sends index updates: what this node offers is registered at a super-peer, first all of it, later
 * the changes. When the digest in a pong shows that a change was lost, all is registered anew.
 *
 * <p>Message out: Register; in: Registered. Invariant: one message is on its way at a time, so that
 * none overtakes another. A super-peer without room is asked again after {@link #RETRY_PERIODS}
 * ping periods.
 */
public final class IndexUpdater {
  private static final int BATCHES_MAX = 512;
  public static final int RETRY_PERIODS = 10;

  /** Changes that one message tells. */
  private record Batch(boolean fresh, boolean added, List<SharedContent> contents) {
    LeafMessage.Register message(int id) {
      return new LeafMessage.Register(id, fresh, added, List.copyOf(contents));
    }
  }

  private final NodeContext context;
  private final SuperPeerSession session;
  private final Deque<Batch> batches = new ArrayDeque<>(1);
  private boolean changing;
  private long retryAt; // after the super-peer had no room
  private boolean refused; // some of what was told since all was told

  /** Updates for the super-peer of this session. */
  IndexUpdater(NodeContext context, SuperPeerSession session) {
    this.context = context;
    this.session = session;
  }

  /** Whether the super-peer had no room for some of what the node offers. */
  boolean isRefused() {
    return refused;
  }

  /** Registers all that the node offers, in place of whatever the super-peer knows of it. */
  void registerAll() {
    List<SharedContent> all = context.offers().list();
    batches.clear();
    refused = false;
    batches.add(new Batch(true, true, new ArrayList<>()));
    all.forEach(content -> add(true, content));
    sendNext();
  }

  /** Registers one change, together with others that wait. */
  void register(boolean added, SharedContent content) {
    if (batches.size() >= BATCHES_MAX) {
      registerAll();
    } else {
      add(added, content);
      sendNext();
    }
  }

  private void add(boolean added, SharedContent content) {
    Batch last = batches.peekLast();
    if (last == null
        || last.added() != added
        || last.contents().size() >= WireLimits.CONTENTS_MAX) {
      last = new Batch(false, added, new ArrayList<>());
      batches.add(last);
    }
    last.contents().add(content);
  }

  private void sendNext() {
    Batch batch = changing ? null : batches.poll();
    if (batch != null) {
      changing = true;
      context.request(session.superPeer(), batch::message, new Change(batch));
    }
  }

  /** A batch that is on its way. */
  private final class Change implements ReplyHandler<LeafMessage.RegisterReply> {
    private final Batch batch;

    Change(Batch batch) {
      this.batch = batch;
    }

    @Override
    public void onReply(LeafMessage.RegisterReply reply) {
      changing = false;
      if (!reply.accepted()) {
        retryAt = context.nowNanos() + RETRY_PERIODS * context.config().pingNanos();
        refused = true;
        session.refused();
      }
      if (reply.accepted() && batch.added()) {
        Peer superPeer = session.superPeer();
        for (SharedContent content : batch.contents()) {
          context.host().emit(new OverlayEvent.Announced(content.key(), superPeer));
        }
      }
      sendNext();
    }

    @Override
    public void onFailure() {
      changing = false;
      batches.addFirst(batch);
      session.ping(); // it is told again after the pong
    }
  }

  /**
   * Compares what the super-peer has registered with what the node offers, and mends it.
   *
   * @param digest of what is registered, as the pong says
   * @param digestThen of what the node offered when it sent the ping
   */
  void onDigest(int digest, int digestThen) {
    refused &= digest != context.offers().digest();
    if (isBehind(digest, digestThen)) {
      registerAll();
    } else {
      sendNext();
    }
  }

  private boolean isBehind(int digest, int digestThen) {
    int offered = context.offers().digest();
    return digest != offered
        && context.nowNanos() >= retryAt
        && digestThen == offered
        && batches.isEmpty()
        && !changing;
  }
}
