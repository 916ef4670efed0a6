package io.duet.unstructured.mailbox;

import io.duet.node.PeerAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The peers that a node lists: active ones, that have said so themselves, and inactive ones, that
 * were active and do not answer now. At most so many of each; beyond, a newcomer takes the place of
 * an active peer drawn by lot, so that in a large network everybody is listed by somebody.
 */
final class PeerList {
  private final int max;
  private final RandomGenerator random;
  private final List<PeerAddress> active = new ArrayList<>();
  private final Map<PeerAddress, Integer> places = new HashMap<>(); // never walked through
  private final Set<PeerAddress> inactive = new LinkedHashSet<>();
  private int nextActive;

  PeerList(int max, RandomGenerator random) {
    this.max = max;
    this.random = random;
  }

  List<PeerAddress> active() {
    return List.copyOf(active);
  }

  int activeCount() {
    return active.size();
  }

  /** The inactive peers, in the order of their turns. */
  List<PeerAddress> inactive() {
    return List.copyOf(inactive);
  }

  /** Whether there may be active peers that are not listed for want of room. */
  boolean isFull() {
    return active.size() >= max;
  }

  boolean isActive(PeerAddress peer) {
    return places.containsKey(peer);
  }

  /** Lists a peer as active, because it has just said so itself. */
  void greet(PeerAddress peer) {
    inactive.remove(peer);
    if (isActive(peer)) {
      return;
    }
    int place = isFull() ? random.nextInt(active.size()) : active.size();
    if (place == active.size()) {
      active.add(peer);
    } else {
      places.remove(active.set(place, peer));
    }
    places.put(peer, place);
  }

  /** Lists an active peer as inactive; false when it was not active. */
  boolean miss(PeerAddress peer) {
    Integer place = places.remove(peer);
    if (place == null) {
      return false;
    }
    PeerAddress last = active.remove(active.size() - 1);
    if (!last.equals(peer)) {
      active.set(place, last);
      places.put(last, place);
    }
    if (inactive.size() >= max) {
      inactive.remove(inactive.iterator().next());
    }
    return inactive.add(peer);
  }

  /** Active peers, one after the other in turn, at most so many and none twice. */
  List<PeerAddress> next(int count) {
    List<PeerAddress> some = new ArrayList<>(count);
    for (int i = Math.min(count, active.size()); i > 0; i--) {
      nextActive = nextActive + 1 < active.size() ? nextActive + 1 : 0;
      some.add(active.get(nextActive));
    }
    return some;
  }

  /** The inactive peer that has waited longest for its turn; it waits again from now on. */
  @Nullable PeerAddress nextInactive() {
    if (inactive.isEmpty()) {
      return null;
    }
    PeerAddress first = inactive.iterator().next();
    inactive.remove(first);
    inactive.add(first);
    return first;
  }

  /** Distinct active peers drawn by lot, at most so many. */
  List<PeerAddress> some(int count) {
    int wanted = Math.min(count, active.size());
    if (wanted * 2 >= active.size()) {
      return shuffled().subList(0, wanted);
    }
    Set<PeerAddress> some = new LinkedHashSet<>(2 * wanted);
    while (some.size() < wanted) {
      some.add(active.get(random.nextInt(active.size())));
    }
    return new ArrayList<>(some);
  }

  /** All active peers in an order drawn by lot (Fisher and Yates). */
  List<PeerAddress> shuffled() {
    List<PeerAddress> all = new ArrayList<>(active);
    for (int i = all.size() - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      all.set(i, all.set(other, all.get(i)));
    }
    return all;
  }
}
