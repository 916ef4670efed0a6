package io.duet.unstructured.topology;

import java.util.random.RandomGenerator;

/** A connected graph of links between random pairs, with this mean degree. */
record RandomGraph(int degree) implements Topology {

  @Override
  public Graph graph(int nodes, RandomGenerator random) {
    if (degree >= nodes - 1) {
      return new Mesh().graph(nodes, random);
    }
    GraphBuilder graph = new GraphBuilder(nodes);
    long missing = (long) nodes * degree / 2;
    while (missing > 0) {
      missing -= graph.add(random.nextInt(nodes), random.nextInt(nodes)) ? 1 : 0;
    }
    ComponentLinker.connect(graph);
    return graph.finish();
  }
}
