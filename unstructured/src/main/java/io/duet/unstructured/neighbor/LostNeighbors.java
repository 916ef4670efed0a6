package io.duet.unstructured.neighbor;

import io.duet.node.Peer;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Neighbors that became silent: dead, or behind a partition. One of them is tried again every
 * {@value #PERIODS} periods, so that the parts of a network join again after a partition.
 */
public final class LostNeighbors {
  private static final int MAX = 16;
  private static final int PERIODS = 8;

  private final List<Peer> peers = new ArrayList<>(0);
  private int periods;

  /** Adds a lost neighbor; at most {@value #MAX} are kept, and the oldest is evicted. */
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

  /** A random lost neighbor in every eighth call; otherwise null. */
  public @Nullable Peer next(RandomGenerator random) {
    boolean due = !peers.isEmpty() && ++periods % PERIODS == 0;
    return due ? peers.get(random.nextInt(peers.size())) : null;
  }
}
