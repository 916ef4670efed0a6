package io.duet.chord;

import static org.assertj.core.api.Assertions.assertThat;

import io.duet.chord.id.RingPeer;
import io.duet.chord.message.ChordMessage;
import io.duet.node.Key;
import io.duet.node.Message;
import io.duet.node.Node;
import io.duet.node.NodeEvent;
import io.duet.overlay.Overlay;
import io.duet.overlay.OverlayEvent;
import io.duet.overlay.SearchResult;
import io.duet.overlay.spi.OverlayNetwork;
import io.duet.overlay.spi.Settings;
import io.duet.simulation.NetworkModel;
import io.duet.simulation.Simulation;
import io.duet.wire.MessageRegistry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A ring in virtual time, with a round trip of 60 ms, and the sorted list that it must equal. */
public final class RingWorld {
  public static final long SECOND = 1_000_000_000;

  public final Simulation simulation;
  public final List<ChordNode> nodes = new ArrayList<>();
  public final List<String> refusals = new ArrayList<>();
  public final List<OverlayEvent.Announced> announced = new ArrayList<>();

  public RingWorld(int count, long seed, Map<String, String> changes) {
    this(count, seed, changes, "constant:60ms");
  }

  public RingWorld(int count, long seed, Map<String, String> changes, String model) {
    ChordPlugin provider = new ChordPlugin();
    MessageRegistry.Builder messages = MessageRegistry.builder();
    provider.register(messages);
    simulation =
        new Simulation(
            seed,
            NetworkModel.parse(model),
            messages.build(),
            (node, event) -> {
              if (event instanceof NodeEvent.MessageRefused refused) {
                refusals.add(refused.reason());
              } else if (event instanceof OverlayEvent.Announced taken) {
                announced.add(taken);
              }
            });
    Settings settings = provider.defaults(count).overriddenBy(changes);
    OverlayNetwork network = provider.network(settings, count, new SplittableRandom(seed));
    for (int i = 0; i < count; i++) {
      simulation.addHost();
      nodes.add((ChordNode) network.create(i, simulation.host(i), simulation.peers()));
    }
    this.network = network;
  }

  public final OverlayNetwork network;

  /** The request to store one record. */
  public static ChordMessage.StoreRecords store(Key key, String name, int secondsLeft) {
    return new ChordMessage.StoreRecords(
        1, secondsLeft, List.of(new ChordMessage.Announcement(key, name, false)));
  }

  /** All nodes at once, in their ideal state. */
  public RingWorld assembled() {
    for (int i = 0; i < nodes.size(); i++) {
      simulation.place(i, nodes.get(i));
    }
    network.assemble(nodes);
    return this;
  }

  public void join(int node) {
    simulation.place(node, nodes.get(node));
    nodes.get(node).start();
  }

  public void pass(double seconds) {
    simulation.runUntil(simulation.nowNanos() + (long) (seconds * SECOND));
  }

  /** The live members in ring order. */
  public List<ChordNode> ring() {
    List<ChordNode> ring = new ArrayList<>();
    for (int i = 0; i < nodes.size(); i++) {
      if (simulation.isAlive(i)) {
        ring.add(nodes.get(i));
      }
    }
    ring.sort(Comparator.comparing(node -> node.routing().self().id(), Long::compareUnsigned));
    return ring;
  }

  public void crash(ChordNode node) {
    simulation.crash(nodes.indexOf(node));
  }

  /** Replaces a node by one that answers messages as given, and is silent to all others. */
  public void answer(int node, Function<Message, @Nullable ChordMessage> answers) {
    simulation.place(node, Node.answering(simulation.host(node), answers));
  }

  /** The live member that owns a position, by the sorted list. */
  public ChordNode ownerOf(long position) {
    List<ChordNode> ring = ring();
    return ring.stream()
        .filter(node -> Long.compareUnsigned(node.routing().self().id(), position) >= 0)
        .findFirst()
        .orElse(ring.get(0));
  }

  /** Predecessors, successor lists and fingers are those of the sorted list. */
  public void assertIdeal() {
    List<ChordNode> ring = ring();
    int size = ring.size();
    for (int i = 0; i < size; i++) {
      ChordNode node = ring.get(i);
      assertThat(node.isJoined()).isTrue();
      if (size == 1) {
        assertThat(node.routing().isAlone()).isTrue();
        return;
      }
      List<RingPeer> expected = new ArrayList<>();
      for (int k = 1; k <= Math.min(node.config().successors(), size - 1); k++) {
        expected.add(ring.get((i + k) % size).routing().self());
      }
      assertThat(node.routing().successors()).isEqualTo(expected);
      assertThat(node.routing().predecessor())
          .isEqualTo(ring.get((i + size - 1) % size).routing().self());
      assertFingers(node);
    }
  }

  private void assertFingers(ChordNode node) {
    for (int index = node.routing().lowestFinger(); index < node.routing().fingerLimit(); index++) {
      RingPeer owner = ownerOf(node.routing().fingerStart(index)).routing().self();
      RingPeer finger = node.routing().finger(index);
      assertThat(finger == null ? node.routing().self() : finger).isEqualTo(owner);
    }
  }

  /** Searches and lets time pass until the answer is there. */
  public SearchResult search(Overlay node, Key key) {
    List<SearchResult> answers = new ArrayList<>();
    node.search(key, answers::add);
    for (int i = 0; i < 200 && answers.isEmpty(); i++) {
      pass(0.1);
    }
    assertThat(answers).hasSize(1);
    return answers.get(0);
  }
}
