package io.duet.unstructured.topology;

import java.util.Arrays;

/**
 * An undirected graph without loops and without double links, that never changes: nodes from 0, and
 * for each its neighbours in ascending order, all in one array.
 */
public final class Graph {
  private final int[] starts; // one more than there are nodes
  private final int[] neighbors;

  Graph(int[] starts, int[] neighbors) {
    this.starts = starts;
    this.neighbors = neighbors;
  }

  /** Takes a link between two nodes, the lower one first. */
  @FunctionalInterface
  public interface LinkConsumer {
    /** Takes one link. */
    void accept(int lower, int higher);
  }

  /** How many nodes there are. */
  public int nodes() {
    return starts.length - 1;
  }

  /** How many links there are. */
  public int links() {
    return neighbors.length / 2;
  }

  /** How many neighbours a node has. */
  public int degree(int node) {
    return starts[node + 1] - starts[node];
  }

  /** One of a node's neighbours; {@code i} counts from 0 to its degree, exclusive. */
  public int neighbor(int node, int i) {
    return neighbors[starts[node] + i];
  }

  /** Hands over each link once, in ascending order. */
  public void forEachLink(LinkConsumer consumer) {
    for (int node = 0; node < nodes(); node++) {
      for (int i = starts[node]; i < starts[node + 1]; i++) {
        if (neighbors[i] > node) {
          consumer.accept(node, neighbors[i]);
        }
      }
    }
  }

  /** How many links each node is away from this one; -1 where no way leads. */
  public int[] distances(int from) {
    int[] distances = new int[nodes()];
    Arrays.fill(distances, -1);
    distances[from] = 0;
    int[] order = new int[nodes()];
    order[0] = from;
    int known = 1;
    for (int next = 0; next < known; next++) {
      int node = order[next];
      for (int i = starts[node]; i < starts[node + 1]; i++) {
        if (distances[neighbors[i]] < 0) {
          distances[neighbors[i]] = distances[node] + 1;
          order[known++] = neighbors[i];
        }
      }
    }
    return distances;
  }

  /** Whether a way leads from each node to each other. */
  public boolean isConnected() {
    return nodes() == 0 || Arrays.stream(distances(0)).allMatch(distance -> distance >= 0);
  }
}
