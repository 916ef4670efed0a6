package io.duet.unstructured.topology;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Makes a graph connected, where possible without changing any degree. A link on a cycle of one
 * component exchanges ends with any link of another component. Only a node without links takes over
 * one end of such a link, and components without cycles get an additional link.
 */
final class ComponentLinker {
  private final Graph graph;
  private final int[] parents; // union-find: each component is a tree of nodes
  private long[] spares = new long[16]; // links that close cycles, the lower node in the upper half
  private int sparesLeft;

  private ComponentLinker(Graph graph) {
    this.graph = graph;
    this.parents = IntStream.range(0, graph.nodes()).toArray();
  }

  static void connect(Graph graph) {
    ComponentLinker linker = new ComponentLinker(graph);
    linker.findComponents();
    linker.linkAll();
  }

  private void findComponents() {
    graph.forEachLink(
        (lower, higher) -> {
          if (!unite(lower, higher)) {
            addSpare(lower, higher);
          }
        });
  }

  private boolean unite(int one, int other) {
    int first = componentOf(one);
    int second = componentOf(other);
    parents[first] = second;
    return first != second;
  }

  private int componentOf(int node) {
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

  /** Each spare link joins its component to the first one, or the first one to another. */
  private void linkAll() {
    for (int node = 0; node < graph.nodes(); node++) {
      while (componentOf(node) != componentOf(0)) {
        join(node);
      }
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
    if (graph.contains(one, other)) { // else it was exchanged as a link of another component
      exchange(one, other, componentOf(one) == componentOf(0) ? apart : 0);
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
