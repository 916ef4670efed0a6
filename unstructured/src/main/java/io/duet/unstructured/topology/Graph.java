package io.duet.unstructured.topology;

import java.util.Arrays;

/**
 * An immutable undirected graph without loops and double links. Nodes are numbered from 0; the
 * neighbors of all nodes are in one array, those of each node in ascending order.
 */
public final class Graph {
  private final int[] starts; // one more than there are nodes
  private final int[] neighbors;

  Graph(int[] starts, int[] neighbors) {
    this.starts = starts;
    this.neighbors = neighbors;
  }

  /** Receives a link between two nodes, the lower one first. */
  @FunctionalInterface
  public interface LinkConsumer {
    void accept(int lower, int higher);
  }

  /** Number of nodes. */
  public int nodes() {
    return starts.length - 1;
  }

  /** Number of links. */
  public int links() {
    return neighbors.length / 2;
  }

  /** Number of neighbors of a node. */
  public int degree(int node) {
    return starts[node + 1] - starts[node];
  }

  /** The neighbor {@code i} of a node, from 0 to its degree, exclusive. */
  public int neighbor(int node, int i) {
    return neighbors[starts[node] + i];
  }

  /** Visits each link once, in ascending order. */
  public void forEachLink(LinkConsumer consumer) {
    for (int node = 0; node < nodes(); node++) {
      for (int i = starts[node]; i < starts[node + 1]; i++) {
        if (neighbors[i] > node) {
          consumer.accept(node, neighbors[i]);
        }
      }
    }
  }

  /** The distance of each node from this one, in links; -1 for an unreachable node. */
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
}
