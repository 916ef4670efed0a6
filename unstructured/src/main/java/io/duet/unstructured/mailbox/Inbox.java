package io.duet.unstructured.mailbox;

import io.duet.bounded.FairShareQuota;
import io.duet.node.PeerAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The requests that this node's user has got, each once however often it is brought: its number is
 * remembered until no keeper can have it any more. Where there is no room to remember it, a request
 * is not taken, so that its keepers bring it again.
 *
 * <p>Bounds: {@link #REMEMBERED_MAX} numbers, of which those that one peer brought are no more than
 * the {@link FairShareQuota} leaves it; {@link #SHOWN_MAX} requests are shown, and beyond that the
 * oldest goes of those who brought the most of them.
 */
final class Inbox {
  static final int SHOWN_MAX = 256;
  static final int REMEMBERED_MAX = 1 << 16;

  /**
   * A request that has come.
   *
   * @param from who sent it, as the peer says that brought it
   * @param broughtBy the sender itself, or a keeper of a copy
   */
  record Received(PeerAddress from, PeerAddress broughtBy, String text) {}

  private record Memory(PeerAddress broughtBy, long forgetAt) {}

  private final long lifetimeNanos;
  private final FairShareQuota room = new FairShareQuota(REMEMBERED_MAX);
  private final Map<StoredRequest.Id, Memory> remembered =
      new LinkedHashMap<>(4); // the first to go first
  private final Map<PeerAddress, Integer> byBringer = new LinkedHashMap<>(4);
  private final List<Received> shown = new ArrayList<>(4);
  private long count;
  private long repeated;

  /**
   * An empty inbox.
   *
   * @param lifetimeNanos the longest time for which a request waits anywhere
   */
  Inbox(long lifetimeNanos) {
    this.lifetimeNanos = lifetimeNanos;
  }

  /** Takes a request, unless it has come before; false when there is no room for it. */
  boolean take(PeerAddress broughtBy, StoredRequest mail, long now) {
    forgetUntil(now);
    if (remembered.containsKey(mail.id())) {
      repeated++;
      return true;
    }
    boolean fits = byBringer.getOrDefault(broughtBy, 0) < room.perPeer(remembered.size());
    if (fits) {
      remembered.put(mail.id(), new Memory(broughtBy, now + lifetimeNanos));
      byBringer.merge(broughtBy, 1, Integer::sum);
      count++;
      show(new Received(mail.id().sender(), broughtBy, mail.text()));
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
      byBringer.computeIfPresent(memory.broughtBy(), (peer, n) -> n == 1 ? null : n - 1);
    }
  }

  private void show(Received received) {
    shown.add(received);
    if (shown.size() > SHOWN_MAX) {
      Map<PeerAddress, Integer> shares = new LinkedHashMap<>();
      shown.forEach(one -> shares.merge(one.broughtBy(), 1, Integer::sum));
      int most = Collections.max(shares.values());
      int oldest = 0;
      while (shares.getOrDefault(shown.get(oldest).broughtBy(), 0) < most) {
        oldest++;
      }
      shown.remove(oldest);
    }
  }

  /** How many requests have come, each counted once. */
  long count() {
    return count;
  }

  /** How often a request was brought that had come before. */
  long repeated() {
    return repeated;
  }

  /** The last ones, in the order in which they came. */
  List<Received> shown() {
    return List.copyOf(shown);
  }
}
