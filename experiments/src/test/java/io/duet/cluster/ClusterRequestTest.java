package io.duet.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.duet.cli.UsageException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which roles the nodes of a new cluster get, and which requests are refused. */
class ClusterRequestTest {

  private static ClusterFile planned(int nodes, String overlay, String... settings) {
    return new ClusterRequest(nodes, overlay, List.of(settings)).planned();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          chord                         | 3  | ,,                                  | false
          flood                         | 3  | ,,                                  | false
          super-peer                    | 1  | super-peer                          | false
          super-peer                    | 5  | super-peer,super-peer,super-peer,,  | false
          super-peer:super-peer-mesh    | 4  | super-peer,super-peer,,             | false
          super-peer:elected            | 3  | ,,                                  | false
          super-peer:central-directory  | 4  | super-peer,,,                       | true
          super-peer:pure-peers         | 3  | ,,                                  | false
          super-peer:tracker            | 2  | ,                                   | true
          super-peer:tracker            | 3  | entry,tracker,                      | true
          super-peer:tracker            | 5  | entry,tracker,tracker,,             | true
          super-peer:peers-with-mailbox | 3  | ,,                                  | false
          """)
  void roles_areThoseWithWhichTheOverlayWorks(
      String overlay, int nodes, String roles, boolean throughFirst) {
    ClusterFile cluster = planned(nodes, overlay);
    assertThat(cluster.nodes()).extracting(ClusterNode::role).containsExactly(roles.split(",", -1));
    assertThat(cluster.throughFirst()).isEqualTo(throughFirst);
    assertThat(cluster.overlay()).isEqualTo(overlay);
  }

  @Test
  void nodes_areNumberedAndHavePortsOfTheirOwn() {
    List<ClusterNode> nodes = planned(4, "chord").nodes();
    assertThat(nodes).extracting(ClusterNode::number).containsExactly(1, 2, 3, 4);
    assertThat(nodes)
        .flatExtracting(ClusterNode::port, ClusterNode::httpPort)
        .hasSize(8)
        .doesNotHaveDuplicates();
  }

  @Test
  void settings_areCheckedAndKept() {
    assertThat(planned(2, "chord", "chord.successors=4").settings())
        .containsExactly("chord.successors=4");
    assertThatThrownBy(() -> planned(2, "chord", "successors=0"))
        .isInstanceOf(UsageException.class)
        .hasMessageStartingWith("successors is '0'");
    assertThatThrownBy(() -> planned(2, "chord", "speed=0"))
        .isInstanceOf(UsageException.class)
        .hasMessageStartingWith("unknown setting 'speed'");
  }

  @Test
  void unknownOverlays_andMissingNumbers_areRefused() {
    assertThatThrownBy(() -> planned(2, "pastry"))
        .isInstanceOf(UsageException.class)
        .hasMessageStartingWith("unknown overlay 'pastry'");
    assertThatThrownBy(() -> planned(2, "oracle"))
        .isInstanceOf(UsageException.class)
        .hasMessageStartingWith("nodes of overlay 'oracle' run only in experiments");
    assertThatThrownBy(() -> planned(0, "chord"))
        .hasMessage("write the number of nodes, as in: up 3");
  }

  @Test
  void anExistingCluster_staysAsItIs() {
    ClusterFile old = planned(2, "chord", "successors=4");
    assertThat(new ClusterRequest(0, null, List.of()).checked(old)).isSameAs(old);
    assertThat(new ClusterRequest(2, "chord", List.of("successors=4")).checked(old)).isSameAs(old);
    for (ClusterRequest other :
        List.of(
            new ClusterRequest(3, null, List.of()),
            new ClusterRequest(2, "flood", List.of()),
            new ClusterRequest(2, "chord", List.of("successors=5")))) {
      assertThatThrownBy(() -> other.checked(old))
          .isInstanceOf(UsageException.class)
          .hasMessageStartingWith("this folder has a cluster of 2 nodes of chord successors=4;");
    }
  }
}
