package io.duet.unstructured.topology;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Builds a random graph with given degrees by the configuration model: the ends of all links are
 * paired at random, and a pair that would be a loop or a double link exchanges ends with another
 * (M. Molloy, B. Reed, "A critical point for random graphs with a given degree sequence", Random
 * Structures and Algorithms 6, 1995).
 */
final class ConfigurationModel {
  private static final int TRIES_MAX = 1_000;

  private final Graph graph;
  private final int[] ends;
  private final RandomGenerator random;

  private ConfigurationModel(int[] degrees, RandomGenerator random) {
    this.graph = new Graph(degrees.length);
    this.random = random;
    this.ends = shuffledEnds(degrees);
  }

  /**
   * A connected graph with these degrees. If their sum is odd, one node lacks a link; if degrees
   * are too large for any exchange, nodes lack some more.
   */
  static Graph connected(int[] degrees, RandomGenerator random) {
    ConfigurationModel wiring = new ConfigurationModel(degrees, random);
    wiring.pair();
    ComponentLinker.connect(wiring.graph);
    return wiring.graph.sorted();
  }

  private int[] shuffledEnds(int[] degrees) {
    int[] shuffled = new int[Arrays.stream(degrees).reduce(0, Math::addExact)]; // or too many
    int count = 0;
    for (int node = 0; node < degrees.length; node++) {
      Arrays.fill(shuffled, count, count + degrees[node], node);
      count += degrees[node];
    }
    for (int i = 0; i < shuffled.length; i++) {
      int place = random.nextInt(i + 1); // Knuth, TAOCP 3.4.2 P, from the inside out
      int node = shuffled[i];
      shuffled[i] = shuffled[place];
      shuffled[place] = node;
    }
    return shuffled;
  }

  private void pair() {
    int[] refused = new int[ends.length];
    int count = 0;
    for (int i = 0; i + 1 < ends.length; i += 2) {
      if (!graph.add(ends[i], ends[i + 1])) {
        refused[count++] = ends[i];
        refused[count++] = ends[i + 1];
      }
    }
    for (int i = 0; i < count; i += 2) {
      exchange(refused[i], refused[i + 1]);
    }
  }

  /** Removes a random link and links two nodes to its ends. */
  private void exchange(int one, int other) {
    for (int tries = 0; tries < TRIES_MAX; tries++) {
      int end = ends[random.nextInt(ends.length)];
      if (graph.degree(end) == 0) {
        continue;
      }
      int otherEnd = graph.neighbor(end, random.nextInt(graph.degree(end)));
      if (mayLink(one, end) && mayLink(other, otherEnd)) {
        graph.remove(end, otherEnd);
        graph.add(one, end);
        graph.add(other, otherEnd);
        return;
      }
    }
  }

  private boolean mayLink(int one, int other) {
    return one != other && !graph.contains(one, other);
  }
}
