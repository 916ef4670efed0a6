package io.duet.unstructured.topology;

import java.util.Arrays;

/**
 * An undirected graph without loops and double links, whose nodes are numbered from 0. Outside this
 * package it does not change, and the neighbors of a node are in ascending order.
 */
public final class Graph {
  private final int[][] neighbors; // of each node, as many as its degree
  private final int[] degrees;

  /** A graph of nodes without links. */
  Graph(int nodes) {
    this(new int[nodes][0]);
  }

  /** A graph in which each node has these neighbors. */
  Graph(int[][] neighbors) {
    this.neighbors = neighbors;
    this.degrees = Arrays.stream(neighbors).mapToInt(all -> all.length).toArray();
  }

  /** Receives a link between two nodes, the lower one first. */
  @FunctionalInterface
  public interface LinkConsumer {
    void accept(int lower, int higher);
  }

  /** Number of nodes. */
  public int nodes() {
    return degrees.length;
  }

  /** Number of links. */
  public int links() {
    return Arrays.stream(degrees).sum() / 2;
  }

  /** Number of neighbors of a node. */
  public int degree(int node) {
    return degrees[node];
  }

  /** The neighbor {@code i} of a node, from 0 to its degree, exclusive. */
  public int neighbor(int node, int i) {
    return neighbors[node][i];
  }

  /** Visits each link once; nodes are in ascending order. */
  public void forEachLink(LinkConsumer consumer) {
    for (int node = 0; node < nodes(); node++) {
      for (int i = 0; i < degrees[node]; i++) {
        if (neighbors[node][i] > node) {
          consumer.accept(node, neighbors[node][i]);
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
      for (int i = 0; i < degrees[node]; i++) {
        int neighbor = neighbors[node][i];
        if (distances[neighbor] < 0) {
          distances[neighbor] = distances[node] + 1;
          order[known++] = neighbor;
        }
      }
    }
    return distances;
  }

  /** Adds a link; false when it would be a loop, or is there already. */
  boolean add(int one, int other) {
    if (one == other || contains(one, other)) {
      return false;
    }
    append(one, other);
    append(other, one);
    return true;
  }

  private void append(int node, int neighbor) {
    if (degrees[node] == neighbors[node].length) {
      neighbors[node] = Arrays.copyOf(neighbors[node], Math.max(4, 2 * degrees[node]));
    }
    neighbors[node][degrees[node]++] = neighbor;
  }

  /** Removes an existing link. */
  void remove(int one, int other) {
    neighbors[one][placeOf(one, other)] = neighbors[one][--degrees[one]];
    neighbors[other][placeOf(other, one)] = neighbors[other][--degrees[other]];
  }

  boolean contains(int one, int other) {
    return degrees[one] <= degrees[other] ? placeOf(one, other) >= 0 : placeOf(other, one) >= 0;
  }

  private int placeOf(int node, int neighbor) {
    int place = degrees[node] - 1;
    while (place >= 0 && neighbors[node][place] != neighbor) {
      place--;
    }
    return place;
  }

  /** Sorts the neighbors of each node, which completes the graph. */
  Graph sorted() {
    for (int node = 0; node < nodes(); node++) {
      Arrays.sort(neighbors[node], 0, degrees[node]);
    }
    return this;
  }
}
