package io.duet.unstructured.neighbor;

import io.duet.node.Peer;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Neighbors that fell silent: dead, or beyond a partition. One of them is tried again every so
 * often, so that two parts of a network which were one find each other when they can.
 */
public final class LostNeighbors {
  private static final int MAX = 16;
  private static final int PERIODS = 8;

  private final List<Peer> peers = new ArrayList<>(0);
  private int periods;

  /** Remembers one; the one that was lost first is forgotten for it. */
  public void add(Peer peer) {
    peers.remove(peer);
    if (peers.size() >= MAX) {
      peers.remove(0);
    }
    peers.add(peer);
  }

  public void remove(Peer peer) {
    peers.remove(peer);
  }

  /** Once in eight calls one of them, chosen at random; else, and when none is lost, null. */
  public @Nullable Peer next(RandomGenerator random) {
    boolean due = !peers.isEmpty() && ++periods % PERIODS == 0;
    return due ? peers.get(random.nextInt(peers.size())) : null;
  }
}
