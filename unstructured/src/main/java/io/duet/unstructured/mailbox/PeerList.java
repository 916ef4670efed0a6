package io.duet.unstructured.mailbox;

import io.duet.node.Peer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * The peer list of a node: active peers, which have sent a message themselves, and inactive ones,
 * which were active and do not answer now. It has at most {@code max} of each. Beyond that, a new
 * active peer replaces a random one, so that in a large network some node lists each peer.
 */
final class PeerList {
  private final int max;
  private final RandomGenerator random;
  private final List<Peer> active = new ArrayList<>();
  private final Map<Peer, Integer> places = new HashMap<>(); // never iterated
  private final Set<Peer> inactive = new LinkedHashSet<>();
  private int nextActive;

  PeerList(int max, RandomGenerator random) {
    this.max = max;
    this.random = random;
  }

  List<Peer> active() {
    return List.copyOf(active);
  }

  int activeCount() {
    return active.size();
  }

  /** The inactive peers, the next in turn first. */
  List<Peer> inactive() {
    return List.copyOf(inactive);
  }

  /** Whether active peers may be missing because the list is full. */
  boolean isFull() {
    return active.size() >= max;
  }

  boolean isActive(Peer peer) {
    return places.containsKey(peer);
  }

  /** Lists a peer as active, after a message from it. */
  void setActive(Peer peer) {
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

  /** Lists an active peer as inactive; false if it was not active. */
  boolean setInactive(Peer peer) {
    Integer place = places.remove(peer);
    if (place == null) {
      return false;
    }
    Peer last = active.remove(active.size() - 1);
    if (!last.equals(peer)) {
      active.set(place, last);
      places.put(last, place);
    }
    if (inactive.size() >= max) {
      inactive.remove(inactive.iterator().next());
    }
    return inactive.add(peer);
  }

  /** The next {@code count} active peers in turn, each at most once. */
  List<Peer> next(int count) {
    List<Peer> some = new ArrayList<>(count);
    for (int i = Math.min(count, active.size()); i > 0; i--) {
      nextActive = nextActive + 1 < active.size() ? nextActive + 1 : 0;
      some.add(active.get(nextActive));
    }
    return some;
  }

  /** The next inactive peer in turn, if there is one. */
  Optional<Peer> nextInactive() {
    Optional<Peer> first = inactive.stream().findFirst();
    first.ifPresent(inactive::remove);
    first.ifPresent(inactive::add);
    return first;
  }

  /** At most {@code count} distinct random active peers. */
  List<Peer> some(int count) {
    int wanted = Math.min(count, active.size());
    if (wanted * 2 >= active.size()) {
      return shuffled().subList(0, wanted);
    }
    Set<Peer> some = new LinkedHashSet<>(2 * wanted);
    while (some.size() < wanted) {
      some.add(active.get(random.nextInt(active.size())));
    }
    return new ArrayList<>(some);
  }

  /** All active peers in random order (Fisher and Yates). */
  List<Peer> shuffled() {
    List<Peer> all = new ArrayList<>(active);
    for (int i = all.size() - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      all.set(i, all.set(other, all.get(i)));
    }
    return all;
  }
}
