package io.duet.unstructured;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.duet.node.Key;
import io.duet.node.Peer;
import io.duet.overlay.OverlayEvent;
import io.duet.overlay.spi.OverlayPlugin;
import io.duet.overlay.spi.Overlays;
import io.duet.overlay.spi.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Peers of the preset {@code pure-peers} link to the neighbors that their configuration names, and
 * to no others.
 */
class PurePeersTest {
  private final OverlayPlugin provider = Overlays.named("super-peer:pure-peers");
  private final UnstructuredWorld world = new UnstructuredWorld(1);

  private void add(int... neighbors) {
    List<Peer> named = world.addresses(neighbors);
    world.begin(provider.nodeMaker(provider.defaults(64)).make(world.addHost(), named));
  }

  private List<Peer> neighbors(int node) {
    return world.superPeer(node).links().neighbors();
  }

  /** In a row of three peers, the two ends learn of each other from pongs, but do not link. */
  @Test
  void peers_keepToTheNeighborsThatTheirFilesName() {
    add();
    add(0);
    add(1);
    world.pass(20);
    assertThat(neighbors(0)).containsExactly(world.address(1));
    assertThat(neighbors(1)).containsExactlyInAnyOrder(world.address(0), world.address(2));
    assertThat(neighbors(2)).containsExactly(world.address(1));
  }

  @Test
  void namedNeighbors_areAllLinked_howeverManyTheyAre() {
    IntStream.range(0, 40).forEach(i -> add());
    add(IntStream.range(0, 40).toArray());
    world.pass(3);
    assertThat(neighbors(40)).hasSize(40);
  }

  @Test
  void requests_areToldAsEvents_ofWhoeverSentThem() {
    List<OverlayEvent.RequestArrived> events = new ArrayList<>();
    add();
    add(0);
    add(1);
    world.pass(2);
    world.requests = events::add;
    world.search(2, Key.ofName("a song"));
    assertThat(events)
        .containsExactly(
            new OverlayEvent.RequestArrived(
                world.address(2), "providers of " + Key.ofName("a song"), 1),
            new OverlayEvent.RequestArrived(
                world.address(1), "providers of " + Key.ofName("a song"), 2));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          role  | boss | role is 'boss', but must be auto, leaf or super-peer
          role  | leaf | role is 'leaf', but no super-peer accepts leaves (leavesMax is 0)
          links | few  | links is 'few', but must be discovered or named
          """)
  void nonsense_isRefused(String setting, String value, String sentence) {
    Settings settings = provider.defaults(64).with(setting, value);
    assertThatThrownBy(() -> provider.nodeMaker(settings)).hasMessage(sentence);
  }
}
