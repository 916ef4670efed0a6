package io.duet.unstructured.topology;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Makes a graph connected and leaves every degree as it was, where that can be: a link that closes
 * a circle in one part, and any link of another part, exchange their ends. Only a node without
 * links takes one end of such a link, and parts that hold no circle at all get a link more.
 */
final class ComponentLinker {
  private final GraphBuilder graph;
  private final int[] parents; // parts of the graph as trees of nodes
  private long[] spares = new long[16]; // links that close circles, the lower node above
  private int sparesLeft;

  private ComponentLinker(GraphBuilder graph) {
    this.graph = graph;
    this.parents = IntStream.range(0, graph.nodes()).toArray();
  }

  /** Makes this graph connected. */
  static void connect(GraphBuilder graph) {
    ComponentLinker connecting = new ComponentLinker(graph);
    connecting.findParts();
    connecting.mend();
  }

  private void findParts() {
    for (int node = 0; node < graph.nodes(); node++) {
      for (int i = 0; i < graph.degree(node); i++) {
        int other = graph.neighbor(node, i);
        if (other > node && !unite(node, other)) {
          addSpare(node, other);
        }
      }
    }
  }

  private boolean unite(int one, int other) {
    int first = partOf(one);
    int second = partOf(other);
    parents[first] = second;
    return first != second;
  }

  private int partOf(int node) {
    int at = node;
    while (parents[at] != at) {
      parents[at] = parents[parents[at]];
      at = parents[at];
    }
    return at;
  }

  private void addSpare(int one, int other) {
    if (sparesLeft == spares.length) {
      spares = Arrays.copyOf(spares, 2 * sparesLeft);
    }
    spares[sparesLeft++] = (long) one << 32 | other;
  }

  /** Every spare link joins its own part to the first one, or the first one to another. */
  private void mend() {
    int apart = 0;
    while (true) {
      while (apart < graph.nodes() && partOf(apart) == partOf(0)) {
        apart++;
      }
      if (apart == graph.nodes()) {
        return;
      }
      join(apart);
    }
  }

  private void join(int apart) {
    if (sparesLeft == 0) {
      graph.add(0, apart);
      unite(0, apart);
      return;
    }
    long spare = spares[--sparesLeft];
    int one = (int) (spare >> 32);
    int other = (int) spare;
    if (graph.contains(one, other)) { // else it was exchanged as a link of another part
      exchange(one, other, partOf(one) == partOf(0) ? apart : 0);
    }
  }

  private void exchange(int one, int other, int foreign) {
    graph.remove(one, other);
    if (graph.degree(foreign) > 0) {
      int neighbor = graph.neighbor(foreign, 0);
      graph.remove(foreign, neighbor);
      graph.add(other, neighbor);
    }
    graph.add(one, foreign);
    unite(one, foreign);
  }
}
