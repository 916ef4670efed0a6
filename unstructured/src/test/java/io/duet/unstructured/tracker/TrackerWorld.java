package io.duet.unstructured.tracker;

import io.duet.node.Key;
import io.duet.node.Peer;
import io.duet.overlay.ProviderRecord;
import io.duet.unstructured.PresetWorld;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A network in which nodes 0 and 1 are trackers, and the last one is the entry server. */
final class TrackerWorld extends PresetWorld<TrackerNode> {
  final int entry;

  private TrackerWorld(int count, Map<String, String> changes) {
    super(TrackerNode.class, new TrackerPlugin(), count, 1, 1, withTwoTrackers(changes));
    entry = count;
  }

  private static Map<String, String> withTwoTrackers(Map<String, String> changes) {
    Map<String, String> all = new LinkedHashMap<>(changes);
    all.putIfAbsent("trackers", "2");
    return all;
  }

  /** {@code count} nodes and an entry server, started in the order of an experiment. */
  static TrackerWorld joined(int count, Map<String, String> changes) {
    TrackerWorld world = new TrackerWorld(count, changes);
    world.nodes.get(world.entry).start();
    for (int i = 0; i < count; i++) {
      world.nodes.get(i).start();
      world.pass(0.3);
    }
    world.pass(2);
    return world;
  }

  static TrackerWorld joined(int count) {
    return joined(count, Map.of());
  }

  static TrackerWorld assembled(int count) {
    TrackerWorld world = new TrackerWorld(count, Map.of());
    world.network.assemble(world.nodes);
    return world;
  }

  SwarmIndex index(int tracker) {
    return Objects.requireNonNull(nodes.get(tracker).tracker).index;
  }

  /** The tracker that has taken a node, by its number; negative when none has. */
  int trackerOf(int node) {
    Peer tracker = nodes.get(node).session.tracker();
    return tracker == null ? -1 : simulation.peers().indexOf(tracker);
  }

  List<Peer> found(int node, Key key) {
    return found(node, key, 1);
  }

  List<Peer> found(int node, Key key, int results) {
    return search(node, key, results).providers().stream().map(ProviderRecord::provider).toList();
  }
}
