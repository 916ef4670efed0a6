package io.duet.unstructured.mailbox;

import io.duet.bounded.FairShareQuota;
import io.duet.node.Peer;
import io.duet.overlay.Status;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The requests that this node's user has received, each once however often it is delivered. The
 * inbox remembers the id until no keeper can still have the request. Without room for the id it
 * refuses the request, so that its keepers deliver it again.
 *
 * <p>Bounds: {@link #REMEMBERED_MAX} ids, of which one peer's deliveries fill at most its {@link
 * FairShareQuota}. {@link #SHOWN_MAX} requests are shown; beyond that, the oldest request of the
 * peer that delivered the most is dropped.
 */
final class Inbox {
  static final int SHOWN_MAX = 256;
  static final int REMEMBERED_MAX = 1 << 16;

  /**
   * A received request.
   *
   * @param from its sender, according to the peer that delivered it
   * @param deliveredBy the sender itself, or a keeper of a copy
   */
  record Received(Peer from, Peer deliveredBy, String text) {}

  private record Memory(Peer deliveredBy, long forgetAt) {}

  private final long lifetimeNanos;
  private final FairShareQuota room = new FairShareQuota(REMEMBERED_MAX);
  private final Map<StoredRequest.Id, Memory> remembered =
      new LinkedHashMap<>(4); // the first to expire first
  private final Map<Peer, Integer> countByDeliverer = new LinkedHashMap<>(4);
  private final List<Received> shown = new ArrayList<>(4);
  private long count;
  private long repeated;

  /** An empty inbox; {@code lifetimeNanos} is the maximum time that a request waits anywhere. */
  Inbox(long lifetimeNanos) {
    this.lifetimeNanos = lifetimeNanos;
  }

  /** Adds a request unless it was received before; false if there is no room. */
  boolean take(Peer deliveredBy, StoredRequest mail, long now) {
    forgetUntil(now);
    if (remembered.containsKey(mail.id())) {
      repeated++;
      return true;
    }
    boolean fits = countByDeliverer.getOrDefault(deliveredBy, 0) < room.perPeer(remembered.size());
    if (fits) {
      remembered.put(mail.id(), new Memory(deliveredBy, now + lifetimeNanos));
      countByDeliverer.merge(deliveredBy, 1, Integer::sum);
      count++;
      show(new Received(mail.id().sender(), deliveredBy, mail.text()));
    }
    return fits;
  }

  private void forgetUntil(long now) {
    Iterator<Memory> oldest = remembered.values().iterator();
    while (oldest.hasNext()) {
      Memory memory = oldest.next();
      if (memory.forgetAt() > now) {
        return;
      }
      oldest.remove();
      countByDeliverer.computeIfPresent(memory.deliveredBy(), (peer, n) -> n == 1 ? null : n - 1);
    }
  }

  private void show(Received received) {
    shown.add(received);
    if (shown.size() > SHOWN_MAX) {
      Map<Peer, Integer> shares = new LinkedHashMap<>();
      shown.forEach(one -> shares.merge(one.deliveredBy(), 1, Integer::sum));
      int most = Collections.max(shares.values());
      int oldest = 0;
      while (shares.getOrDefault(shown.get(oldest).deliveredBy(), 0) < most) {
        oldest++;
      }
      shown.remove(oldest);
    }
  }

  /** The number of received requests, each counted once. */
  long count() {
    return count;
  }

  /** The number of repeated deliveries. */
  long repeated() {
    return repeated;
  }

  /** The last requests in the order in which they were received. */
  List<Received> shown() {
    return List.copyOf(shown);
  }

  Status.Table status() {
    List<List<?>> rows =
        shown.stream()
            .<List<?>>map(
                one -> List.of(one.from().toString(), one.deliveredBy().toString(), one.text()))
            .toList();
    return new Status.Table("inbox", List.of("from", "brought by", "text"), rows);
  }
}
