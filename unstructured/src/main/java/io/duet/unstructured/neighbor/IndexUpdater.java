package io.duet.unstructured.neighbor;

import io.duet.overlay.OverlayEvent;
import io.duet.rpc.ReplyHandler;
import io.duet.unstructured.index.LeafIndex;
import io.duet.unstructured.message.LeafMessage;
import io.duet.unstructured.message.SharedContent;
import io.duet.unstructured.message.WireLimits;
import io.duet.unstructured.node.NodeContext;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Index update: a node sends a super-peer first all its contents, and later the changes. If the
 * digest of a pong shows that a change was lost, all contents are registered again.
 *
 * <p>Message out: Register; in: RegisterReply. Invariant: one Register message is in progress at a
 * time, so that none overtakes another. After a refusal, all contents are registered again after
 * {@link #RETRY_PERIODS} ping periods.
 */
public final class IndexUpdater {
  private static final int BATCHES_MAX = 2 * LeafIndex.KEYS_PER_LEAF_MAX / WireLimits.CONTENTS_MAX;
  public static final int RETRY_PERIODS = 10;

  /** The changes in one message. */
  private record Batch(boolean fresh, boolean added, List<SharedContent> contents) {
    LeafMessage.Register message(int id) {
      return new LeafMessage.Register(id, fresh, added, List.copyOf(contents));
    }
  }

  private final NodeContext context;
  private final SuperPeerSession session;
  private final Deque<Batch> batches = new ArrayDeque<>(1);
  private boolean sending;
  private long retryAt; // not before this time after a refusal
  private boolean refused; // a batch since the last registerAll

  IndexUpdater(NodeContext context, SuperPeerSession session) {
    this.context = context;
    this.session = session;
  }

  /** Whether the super-peer refused a part of what the node offers. */
  public boolean isRefused() {
    return refused;
  }

  /** Registers all contents, which replace what the super-peer has registered of this node. */
  public void registerAll() {
    List<SharedContent> all = context.offers().list();
    batches.clear();
    refused = false;
    batches.add(new Batch(true, true, new ArrayList<>()));
    all.forEach(content -> add(true, content));
    sendNext();
  }

  /** Registers a change, in one batch with others that wait. */
  public void register(boolean added, SharedContent content) {
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
    Batch batch = sending ? null : batches.poll();
    if (batch != null) {
      sending = true;
      context.request(
          session.superPeer(),
          batch::message,
          ReplyHandler.of(reply -> onReply(batch, reply), () -> onFailure(batch)));
    }
  }

  private void onReply(Batch batch, LeafMessage.RegisterReply reply) {
    sending = false;
    if (!reply.accepted()) {
      retryAt = context.nowNanos() + RETRY_PERIODS * context.config().pingNanos();
      refused = true;
      session.refused();
    } else if (batch.added()) {
      for (SharedContent content : batch.contents()) {
        context.host().emit(new OverlayEvent.Announced(content.key(), session.superPeer()));
      }
    }
    sendNext();
  }

  private void onFailure(Batch batch) {
    sending = false;
    batches.addFirst(batch);
    session.ping(); // the batch is sent again after the pong
  }

  /**
   * Compares the super-peer's digest with the node's, and registers all contents if they differ.
   *
   * @param digest the digest of what is registered, from the pong
   * @param digestThen the digest of what the node offered when it sent the ping
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
        && !sending;
  }
}
