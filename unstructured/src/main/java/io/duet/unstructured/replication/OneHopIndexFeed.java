package io.duet.unstructured.replication;

import io.duet.node.PeerAddress;
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
 * Hands this node's index to one neighbour: of each provider all that it offers, and again when its
 * digest is not what the neighbour says it holds. So whatever is lost is mended by the next round.
 *
 * <p>Messages out: Pointers, one at a time; in: PointersTaken. Invariant: a neighbour that has no
 * room is told nothing more while the link lasts.
 */
final class OneHopIndexFeed implements ReplyHandler<UnstructuredMessage.IndexUpdateAck> {
  private final NodeContext context;
  private final LeafIndex index;
  private final PeerAddress neighbor;
  private final Runnable tellLater;
  private final Map<PeerAddress, Integer> held = new LinkedHashMap<>(2);
  private final Deque<PeerAddress> behind = new ArrayDeque<>(1);
  private List<SharedContent> rest = List.of(); // of the first who is behind
  private List<UnstructuredMessage.Lot> underWay = List.of();
  private boolean sending;
  private boolean refused;
  private long version = -1;

  /**
   * A neighbour that holds nothing yet.
   *
   * @param tellLater has {@link #tell} called again
   */
  OneHopIndexFeed(NodeContext context, LeafIndex index, PeerAddress neighbor, Runnable tellLater) {
    this.context = context;
    this.index = index;
    this.neighbor = neighbor;
    this.tellLater = tellLater;
  }

  /** Tells what the neighbour lacks, and that it has all then. */
  void tell() {
    if (sending || refused || version == index.version()) {
      return;
    }
    version = index.version();
    behind.clear();
    rest = List.of();
    for (PeerAddress provider : index.addresses()) {
      if (held.getOrDefault(provider, 0) != index.digest(provider)) {
        behind.add(provider);
      }
    }
    held.keySet().stream().filter(peer -> !index.contains(peer)).forEach(behind::add);
    send();
  }

  private void send() {
    sending = true;
    underWay = lots();
    boolean whole = behind.isEmpty();
    context
        .requests()
        .send(
            neighbor,
            id -> new UnstructuredMessage.IndexUpdate(id, whole, underWay),
            context.once(),
            this);
  }

  /** As much as one message takes, of those who are behind. */
  private List<UnstructuredMessage.Lot> lots() {
    List<UnstructuredMessage.Lot> lots = new ArrayList<>();
    int room = WireLimits.CONTENTS_MAX;
    while (!behind.isEmpty()
        && room > 0
        && lots.size() < UnstructuredMessage.IndexUpdate.LOTS_MAX) {
      PeerAddress provider = behind.element();
      boolean fresh = rest.isEmpty();
      List<SharedContent> left = fresh ? index.list(provider) : rest;
      int count = Math.min(room, left.size());
      lots.add(new UnstructuredMessage.Lot(provider, fresh, left.subList(0, count)));
      rest = left.subList(count, left.size());
      room -= count;
      if (rest.isEmpty()) {
        behind.remove();
      }
    }
    return lots;
  }

  @Override
  public void onReply(UnstructuredMessage.IndexUpdateAck reply) {
    sending = false;
    refused = !reply.accepted() || reply.digests().size() != underWay.size();
    if (refused) {
      return;
    }
    for (int i = 0; i < underWay.size(); i++) {
      note(underWay.get(i).provider(), reply.digests().get(i));
    }
    if (!behind.isEmpty()) {
      send();
    } else if (version != index.version()) {
      tellLater.run();
    }
  }

  private void note(PeerAddress provider, int digest) {
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
    tellLater.run();
  }
}
