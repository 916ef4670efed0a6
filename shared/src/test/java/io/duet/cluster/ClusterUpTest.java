package io.duet.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Through whom the nodes of a cluster join; "running" is this process itself. */
class ClusterUpTest {
  private static ClusterFile cluster(boolean throughFirst, Integer... running) {
    List<Integer> runs = List.of(running);
    List<ClusterNode> nodes = new ArrayList<>();
    for (int i = 1; i <= 6; i++) {
      ClusterNode node = ClusterNode.planned(i, "", 20_000 + i, 30_000 + i);
      nodes.add(runs.contains(i) ? asThisProcess(node) : node);
    }
    return new ClusterFile("chord", List.of(), throughFirst, nodes);
  }

  private static ClusterNode asThisProcess(ClusterNode node) {
    ProcessHandle own = ProcessHandle.current();
    long startMs = own.info().startInstant().map(Instant::toEpochMilli).orElseThrow();
    return node.startedAs(own.pid(), startMs, 0);
  }

  private static List<String> contacts(ClusterFile cluster, int number) {
    return ClusterUp.contacts(cluster, cluster.node(number)).stream()
        .map(address -> address.substring("127.0.0.1:2000".length()))
        .toList();
  }

  @Test
  void theFirstOfAll_createsTheNetwork() {
    assertThat(contacts(cluster(false), 1)).isEmpty();
  }

  @Test
  void aNode_joinsThroughAtMostFourThatRun() {
    assertThat(contacts(cluster(false, 1), 2)).containsExactly("1");
    assertThat(contacts(cluster(false, 2, 4), 1)).containsExactly("2", "4");
    assertThat(contacts(cluster(false, 1, 2, 3, 4, 5), 6)).containsExactly("1", "2", "3", "4");
  }

  @Test
  void withAFixedEntry_allJoinThroughItAlone_andItThroughNone() {
    assertThat(contacts(cluster(true, 2, 3), 1)).isEmpty();
    assertThat(contacts(cluster(true, 2, 3), 4)).containsExactly("1");
  }

  @Test
  void spread_takesTheFirstAndOthersAtEqualDistances() {
    List<String> all = IntStream.range(0, 100).mapToObj(String::valueOf).toList();
    assertThat(ClusterUp.spread(all)).containsExactly("0", "25", "50", "75");
    assertThat(ClusterUp.spread(all.subList(0, 3))).containsExactly("0", "1", "2");
    assertThat(ClusterUp.spread(List.of())).isEmpty();
  }
}
