package io.duet.unstructured.topology;

import java.util.Arrays;

/** A graph under construction; loops and double links are left out. */
final class GraphBuilder {
  private static final int[] NONE = {};

  private final int[][] neighbors;
  private final int[] degrees;

  /** A graph of nodes without links. */
  GraphBuilder(int nodes) {
    neighbors = new int[nodes][];
    Arrays.fill(neighbors, NONE);
    degrees = new int[nodes];
  }

  int nodes() {
    return degrees.length;
  }

  int degree(int node) {
    return degrees[node];
  }

  int neighbor(int node, int i) {
    return neighbors[node][i];
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
    cut(one, other);
    cut(other, one);
  }

  private void cut(int node, int neighbor) {
    int place = placeOf(node, neighbor);
    neighbors[node][place] = neighbors[node][--degrees[node]];
  }

  boolean contains(int one, int other) {
    return degrees[one] <= degrees[other] ? placeOf(one, other) >= 0 : placeOf(other, one) >= 0;
  }

  private int placeOf(int node, int neighbor) {
    for (int i = 0; i < degrees[node]; i++) {
      if (neighbors[node][i] == neighbor) {
        return i;
      }
    }
    return -1;
  }

  /** The finished graph. */
  Graph finish() {
    int[] starts = new int[nodes() + 1];
    for (int node = 0; node < nodes(); node++) {
      starts[node + 1] = Math.addExact(starts[node], degrees[node]);
    }
    int[] all = new int[starts[nodes()]];
    for (int node = 0; node < nodes(); node++) {
      System.arraycopy(neighbors[node], 0, all, starts[node], degrees[node]);
      Arrays.sort(all, starts[node], starts[node + 1]);
    }
    return new Graph(starts, all);
  }
}
