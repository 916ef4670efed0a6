package io.duet.chord;

import static org.assertj.core.api.Assertions.assertThat;

import io.duet.chord.ExploredWorld.Event;
import io.duet.chord.ExploredWorld.Kind;
import io.duet.chord.id.RingPeer;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The table of states gives the same states as a node that runs without a table. */
class NodeStatesTest {
  private static final List<Integer> RING = List.of(0, 1, 2);

  private final List<RingPeer> peers = RingExploration.peers(5);
  private final NodeStates states = new NodeStates(new CorrectedProtocol(2), peers);
  private final ExploredWorld world =
      new ExploredWorld(states, ExplorationBounds.crashes(RING, 9, 0).comingAndGoing(), 5);
  private final Map<Integer, NodeRun> runs = new TreeMap<>();

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void aRandomWalk_leavesRunningNodesInTheStatesThatTheTableNames(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int[] at = world.start();
    for (int node : RING) {
      runs.put(node, states.runTo(states.member(RING, node)));
    }
    for (int step = 0; step < 1_000; step++) {
      List<Event> events = world.events(at);
      Event event = events.get(random.nextInt(events.size()));
      at = world.after(at, event);
      happen(event);
      for (int node : runs.keySet()) {
        String expected = StateText.of(states.runTo(states.state(at[node])));
        assertThat(StateText.of(runs.get(node))).as("step %d: %s", step, event).isEqualTo(expected);
      }
    }
  }

  private void happen(Event event) {
    if (event.kind() == Kind.JOINS) {
      int contact = (int) event.what();
      runs.put(event.node(), states.runTo(states.newcomer(event.node(), contact)));
    }
    if (event.kind() == Kind.CRASHES || event.kind() == Kind.LEAVES) {
      runs.remove(event.node());
    } else {
      runs.get(event.node()).take(event.input());
    }
  }
}
