package io.duet.experiments.race;

import io.duet.node.Key;
import io.duet.overlay.Overlay;
import io.duet.overlay.SearchResult;
import io.duet.overlay.spi.OverlayNetwork;
import io.duet.overlay.spi.OverlayPlugin;
import io.duet.overlay.spi.Overlays;
import io.duet.simulation.NetworkModel;
import io.duet.simulation.Simulation;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;

/** A network that falls into halves for eight seconds and is whole again, searched all the time. */
final class GoldenPartition {
  private static final int NODES = 40;
  private static final int ITEMS = 40;
  private static final long SECOND = 1_000_000_000;
  private static final long JOINED = 20 * SECOND;
  private static final long END = 70 * SECOND;

  private final OverlayPlugin overlay;
  private final OverlayNetwork network;
  private final Simulation simulation;
  private final List<Overlay> nodes = new ArrayList<>();
  private final StringBuilder answers = new StringBuilder();

  private GoldenPartition(String name) {
    overlay = Overlays.named(name);
    network = overlay.network(overlay.defaults(NODES), NODES, new SplittableRandom(5));
    simulation =
        new Simulation(
            5, NetworkModel.parse("constant:40ms"), Overlays.messages(), (node, event) -> {});
  }

  /** The line of the golden file for this overlay. */
  static String play(String name) {
    GoldenPartition world = new GoldenPartition(name);
    world.run();
    return GoldenRaces.line(
        name, "PARTITION", world.simulation.traceHash(), world.answers.toString());
  }

  private void run() {
    int hosts = NODES + network.extraNodes();
    for (int i = 0; i < hosts; i++) {
      simulation.addHost();
    }
    for (int i = 0; i < hosts; i++) {
      nodes.add(network.create(i, simulation.host(i), simulation.peers()));
      begin(i, i >= NODES ? 0 : JOINED * i / (2 * NODES));
    }
    for (int item = 0; item < ITEMS; item++) {
      publish(item);
    }
    simulation.at(JOINED + 10 * SECOND, this::split);
    simulation.at(JOINED + 18 * SECOND, () -> simulation.faults().repair());
    for (int i = 0; i < 300; i++) {
      search(i, JOINED + i * (END - JOINED) / 310);
    }
    simulation.runUntil(END + 20 * SECOND);
  }

  private void begin(int node, long at) {
    simulation.at(
        at,
        () -> {
          simulation.place(node, nodes.get(node));
          nodes.get(node).start();
        });
  }

  private void publish(int item) {
    simulation.at(
        JOINED * 3 / 4 + item * SECOND / 50,
        () -> nodes.get(item * 7 % NODES).publish(Key.ofName("item " + item)));
  }

  private void search(int index, long at) {
    Key key = Key.ofName("item " + index * 13 % ITEMS);
    simulation.at(
        at, () -> nodes.get(index * 17 % NODES).search(key, answer -> write(index, answer)));
  }

  private void write(int index, SearchResult answer) {
    answers.append(index).append(' ').append(answer.status()).append(' ').append(answer.hops());
    answer.providers().forEach(record -> answers.append(' ').append(record.provider()));
    answers.append(' ').append(simulation.nowNanos()).append('\n');
  }

  private void split() {
    BitSet even = new BitSet();
    BitSet odd = new BitSet();
    for (int i = 0; i < nodes.size(); i++) {
      (i % 2 == 0 ? even : odd).set(i);
    }
    simulation.faults().partition(even, odd);
  }
}
