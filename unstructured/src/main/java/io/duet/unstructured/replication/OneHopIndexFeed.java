package io.duet.unstructured.replication;

import io.duet.node.Peer;
import io.duet.rpc.ReplyHandler;
import io.duet.unstructured.index.LeafIndex;
import io.duet.unstructured.message.SharedContent;
import io.duet.unstructured.message.UnstructuredMessage;
import io.duet.unstructured.message.WireLimits;
import io.duet.unstructured.node.NodeContext;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Sends this node's index to one neighbor, provider by provider. The contents of a provider are
 * sent again when the neighbor acknowledged another digest, so the next round repairs a loss.
 *
 * <p>Message out: IndexUpdate, one at a time; in: IndexUpdateAck. Invariant: a neighbor that
 * refused an update receives no more while the link lasts.
 */
final class OneHopIndexFeed implements ReplyHandler<UnstructuredMessage.IndexUpdateAck> {
  private final NodeContext context;
  private final LeafIndex index;
  private final Peer neighbor;
  private final Runnable updateLater;
  private final Map<Peer, Integer> held = new LinkedHashMap<>(2);
  private final Deque<Peer> behind = new ArrayDeque<>(1);
  private List<SharedContent> rest = List.of(); // of the first provider that is behind
  private List<UnstructuredMessage.ProviderContents> inFlight = List.of();
  private boolean sending;
  private boolean refused;
  private long version = -1;

  /**
   * A feed to a neighbor that has no entries yet.
   *
   * @param updateLater schedules another call of {@link #update}
   */
  OneHopIndexFeed(NodeContext context, LeafIndex index, Peer neighbor, Runnable updateLater) {
    this.context = context;
    this.index = index;
    this.neighbor = neighbor;
    this.updateLater = updateLater;
  }

  /** Sends what the neighbor lacks. */
  void update() {
    if (sending || refused || version == index.version()) {
      return;
    }
    version = index.version();
    behind.clear();
    rest = List.of();
    for (Peer provider : index.peers()) {
      if (held.getOrDefault(provider, 0) != index.digest(provider)) {
        behind.add(provider);
      }
    }
    held.keySet().stream().filter(peer -> !index.contains(peer)).forEach(behind::add);
    send();
  }

  private void send() {
    sending = true;
    inFlight = batch();
    boolean whole = behind.isEmpty();
    context.request(neighbor, id -> new UnstructuredMessage.IndexUpdate(id, whole, inFlight), this);
  }

  /** Contents of the providers that are behind, up to the bounds of a message. */
  private List<UnstructuredMessage.ProviderContents> batch() {
    List<UnstructuredMessage.ProviderContents> batch = new ArrayList<>();
    int room = WireLimits.CONTENTS_MAX;
    while (!behind.isEmpty()
        && room > 0
        && batch.size() < UnstructuredMessage.IndexUpdate.PROVIDERS_MAX) {
      Peer provider = behind.element();
      boolean fresh = rest.isEmpty();
      List<SharedContent> left = fresh ? index.list(provider) : rest;
      int count = Math.min(room, left.size());
      batch.add(new UnstructuredMessage.ProviderContents(provider, fresh, left.subList(0, count)));
      rest = left.subList(count, left.size());
      room -= count;
      if (rest.isEmpty()) {
        behind.remove();
      }
    }
    return batch;
  }

  @Override
  public void onReply(UnstructuredMessage.IndexUpdateAck reply) {
    sending = false;
    refused = !reply.accepted() || reply.digests().size() != inFlight.size();
    if (refused) {
      return;
    }
    for (int i = 0; i < inFlight.size(); i++) {
      note(inFlight.get(i).provider(), reply.digests().get(i));
    }
    if (!behind.isEmpty()) {
      send();
    } else if (version != index.version()) {
      updateLater.run();
    }
  }

  private void note(Peer provider, int digest) {
    if (digest == 0) {
      held.remove(provider);
    } else {
      held.put(provider, digest);
    }
  }

  @Override
  public void onFailure() {
    sending = false;
    version = -1;
    updateLater.run();
  }
}
