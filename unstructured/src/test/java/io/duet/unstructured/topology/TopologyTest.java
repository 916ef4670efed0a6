package io.duet.unstructured.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TopologyTest {

  private static Graph graph(String topology, int nodes, long seed) {
    return Topology.of(topology).graph(nodes, new SplittableRandom(seed));
  }

  private static List<Integer> links(Graph graph) {
    List<Integer> ends = new ArrayList<>();
    graph.forEachLink(
        (lower, higher) -> {
          ends.add(lower);
          ends.add(higher);
        });
    return ends;
  }

  private static IntStream degrees(Graph graph) {
    return IntStream.range(0, graph.nodes()).map(graph::degree);
  }

  /** Level by level: 0 has 1, 2, 3; of them 1 has 4, 5, and 2 has 6, 7, and 3 has 8. */
  @Test
  void tree_isFilledLevelByLevel() {
    assertThat(links(graph("tree:3", 9, 1)))
        .containsExactly(0, 1, 0, 2, 0, 3, 1, 4, 1, 5, 2, 6, 2, 7, 3, 8);
  }

  /** A whole tree of degree 4 and depth 3 has 4, 12 and 36 nodes below its root. */
  @Test
  void tree_whole_hasEveryInnerNodeOfTheDegree() {
    Graph tree = graph("tree:4", 53, 1);
    int[] distances = tree.distances(0);
    assertThat(IntStream.rangeClosed(1, 3).map(k -> count(distances, k)))
        .containsExactly(4, 12, 36);
    assertThat(degrees(tree).limit(17)).containsOnly(4);
    assertThat(degrees(tree).skip(17)).containsOnly(1);
  }

  private static int count(int[] values, int value) {
    return (int) Arrays.stream(values).filter(v -> v == value).count();
  }

  @Test
  void mesh_linksEachToEach() {
    Graph mesh = graph("mesh", 50, 1);
    assertThat(mesh.links()).isEqualTo(50 * 49 / 2);
    assertThat(degrees(mesh)).containsOnly(49);
    assertThat(mesh.neighbor(7, 6)).isEqualTo(6);
    assertThat(mesh.neighbor(7, 7)).isEqualTo(8);
  }

  @Test
  void regular_givesEveryNodeTheDegree_atEverySize() {
    for (int nodes = 8; nodes <= 80; nodes += 2) {
      assertThat(degrees(graph("regular:6", nodes, nodes))).as("%d nodes", nodes).containsOnly(6);
    }
    assertThat(degrees(graph("regular:3", 2_001, 5))).contains(2).containsOnly(2, 3);
  }

  @Test
  void random_hasTheMeanDegree_andDegreesAfterPoisson() {
    Graph random = graph("random:8", 20_000, 3);
    assertThat(random.links()).isEqualTo(80_000);
    double mean = 8;
    double variance = degrees(random).mapToDouble(d -> (d - mean) * (d - mean)).average().orElse(0);
    assertThat(variance).isBetween(7.7, 8.3); // a Poisson distribution's is its mean
  }

  /** A random graph of mean degree 2 has hundreds of parts until the repair connects them. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "mesh",
        "random:2",
        "random:8",
        "regular:2",
        "regular:3",
        "tree:2",
        "tree:6",
        "gia",
        "power-law:1.5",
        "power-law:2.3",
        "power-law:3.5"
      })
  void graphs_areConnected_simple_andTheSeedsOwn(String topology) {
    for (int nodes : new int[] {1, 2, 3, 4, 7, 30, 1_000}) {
      Graph graph = graph(topology, nodes, nodes);
      assertThat(graph.nodes()).isEqualTo(nodes);
      assertThat(graph.distances(0)).as("%s of %d", topology, nodes).doesNotContain(-1);
      assertSimple(graph);
      assertThat(links(graph(topology, nodes, nodes))).isEqualTo(links(graph));
    }
    if (topology.matches("random.*|regular.*|gia|power.*")) {
      assertThat(links(graph(topology, 1_000, 1))).isNotEqualTo(links(graph(topology, 1_000, 2)));
    }
  }

  private static void assertSimple(Graph graph) {
    for (int node = 0; node < graph.nodes(); node++) {
      Set<Integer> distinct = new HashSet<>();
      for (int i = 0; i < graph.degree(node); i++) {
        int neighbor = graph.neighbor(node, i);
        assertThat(distinct.add(neighbor)).isTrue();
        assertThat(neighbor).isNotEqualTo(node);
      }
    }
    assertThat(links(graph)).hasSize(2 * graph.links());
  }

  @Test
  void random_whenMended_keepsItsLinks() {
    assertThat(graph("random:2", 1_000, 1).links()).isEqualTo(1_000);
  }

  /**
   * The maximum-likelihood exponent by A. Clauset et al., "Power-law distributions in empirical
   * data", SIAM Review 51(4), 2009, section 3.1. With it, the mean of ln k over all degrees is the
   * one that the distribution expects.
   */
  @ParameterizedTest
  @ValueSource(doubles = {1.8, 2.3, 3})
  void powerLaw_hasTheExponent(double exponent) {
    Graph graph = graph("power-law:" + exponent, 50_000, 11);
    int[] degrees = degrees(graph).toArray();
    int max = Arrays.stream(degrees).max().orElseThrow();
    double logs = Arrays.stream(degrees).mapToDouble(Math::log).average().orElseThrow();
    double low = 1;
    double high = 6;
    while (high - low > 1e-6) {
      double middle = (low + high) / 2;
      if (expectedLog(middle, max) > logs) {
        low = middle;
      } else {
        high = middle;
      }
    }
    assertThat(low).isEqualTo(exponent, within(0.03));
    assertThat(Arrays.stream(degrees).min()).hasValue(PowerLaw.DEGREE_MIN);
  }

  private static double expectedLog(double exponent, int max) {
    double sum = 0;
    double weighted = 0;
    for (int k = PowerLaw.DEGREE_MIN; k <= max; k++) {
      sum += Math.pow(k, -exponent);
      weighted += Math.pow(k, -exponent) * Math.log(k);
    }
    return weighted / sum;
  }

  /**
   * The Gia topology gives degrees by capacity: 65 % of the nodes have 3 neighbors, 30 % have 25,
   * and 5 % have 128.
   */
  @Test
  void gia_givesDegreesByCapacity() {
    int[] degrees = degrees(graph("gia", 20_000, 2)).toArray();
    assertThat(count(degrees, 3) / 20_000.0).isEqualTo(0.65, within(0.01));
    assertThat(count(degrees, 25) / 20_000.0).isEqualTo(0.3, within(0.01));
    assertThat(count(degrees, 128) / 20_000.0).isEqualTo(0.05, within(0.005));
    assertThat(count(degrees, 3) + count(degrees, 25) + count(degrees, 128)).isGreaterThan(19_998);
  }

  /** A fourth of 20 is five, and of 12 three; a fourth of the others is less than three. */
  @Test
  void gia_ofGivenCapacities_givesEachNodeItsDegree() {
    int[] capacities = {12, 1, 20, 1, 12, 10, 10, 8};
    Graph graph = Topology.of("gia").graph(capacities, new SplittableRandom(4));
    assertThat(degrees(graph)).containsExactly(3, 3, 5, 3, 3, 3, 3, 3);
    assertSimple(graph);
    assertThat(links(Topology.of("tree:3").graph(capacities, new SplittableRandom(1))))
        .isEqualTo(links(graph("tree:3", 8, 1)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ring | topology is 'ring', but must be one of mesh, random:8",
        "mesh:3 | must be one of mesh",
        "random | topology is 'random', but must be one of mesh, random:8",
        "random:1 | degree of topology is '1', but must be a whole number from 2 to 9999",
        "regular:-6 | degree of topology is '-6', but must be a whole number from 2",
        "tree:99999999999 | degree of topology is '99999999999', but must be a whole number",
        "power-law:1 | exponent of topology is '1', but must be a number above 1 and at most 5",
        "power-law:NaN | exponent of topology is 'NaN', but must be a number above 1",
      })
  void of_refusesWhatMakesNoSense(String text, String sentence) {
    assertThatThrownBy(() -> Topology.of(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(sentence);
  }

  @Test
  void mesh_refusesToBeTooLarge() {
    assertThatThrownBy(() -> graph("mesh", 5_001, 1)).hasMessageContaining("at most 5000 nodes");
  }
}
