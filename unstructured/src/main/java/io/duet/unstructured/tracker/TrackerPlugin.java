package io.duet.unstructured.tracker;

import io.duet.node.Host;
import io.duet.node.Peer;
import io.duet.overlay.Overlay;
import io.duet.overlay.spi.ClusterPlan;
import io.duet.overlay.spi.NodeFactory;
import io.duet.overlay.spi.OverlayNetwork;
import io.duet.overlay.spi.OverlayPlugin;
import io.duet.overlay.spi.Settings;
import io.duet.overlay.spi.SettingsBinder;
import io.duet.unstructured.tracker.TrackerConfig.Role;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;

/** The overlay with trackers. */
public final class TrackerPlugin extends OverlayPlugin {

  public TrackerPlugin() {
    super("super-peer:tracker", "Trackers", TrackerConfig.class, List.of(TrackerMessage.class));
  }

  @Override
  public Settings defaults(int nodes) {
    return TrackerConfig.defaults(nodes);
  }

  @Override
  public OverlayNetwork network(Settings settings, int nodes, RandomGenerator random) {
    return new Network(SettingsBinder.bind(TrackerConfig.class, settings));
  }

  /** In role auto, a node without contacts is the entry server and the first tracker. */
  @Override
  public NodeFactory nodeMaker(Settings settings) {
    TrackerConfig config = SettingsBinder.bind(TrackerConfig.class, settings);
    return (host, contacts) -> {
      boolean first = config.role() == Role.AUTO && contacts.isEmpty();
      boolean isEntry = first || config.role() == Role.ENTRY;
      boolean isTracker = first || config.role() == Role.TRACKER;
      List<Peer> entries = new ArrayList<>(contacts);
      if (isEntry) {
        entries.add(0, host.self());
      }
      return new TrackerNode(host, config, isEntry, isTracker, entries);
    };
  }

  /** An entry server and a few trackers; fewer than three nodes have both in one. */
  @Override
  public ClusterPlan clusterPlan(Settings settings, int nodes) {
    List<String> roles = new ArrayList<>();
    if (nodes > 2) {
      roles.add("entry");
      int trackers = Math.min(TrackerMessage.TRACKERS_MAX, (int) Math.sqrt(nodes - 1));
      roles.addAll(Collections.nCopies(trackers, "tracker"));
    }
    return new ClusterPlan(roles, true);
  }

  /** One extra node, which no workload crashes, is the entry server; the first are trackers. */
  private record Network(TrackerConfig config) implements OverlayNetwork {

    @Override
    public int extraNodes() {
      return 1;
    }

    @Override
    public Overlay create(int index, Host host, List<Peer> addresses) {
      int last = addresses.size() - 1;
      boolean isEntry = index == last;
      boolean isTracker = !isEntry && index < config.trackers();
      return new TrackerNode(host, config, isEntry, isTracker, List.of(addresses.get(last)));
    }

    @Override
    public void assemble(List<? extends Overlay> overlays) {
      List<TrackerNode> nodes = overlays.stream().map(TrackerNode.class::cast).toList();
      List<TrackerNode> trackers = nodes.stream().filter(node -> node.tracker != null).toList();
      List<Peer> addresses = trackers.stream().map(TrackerNode::self).toList();
      for (int i = 0; i < nodes.size(); i++) {
        nodes.get(i).assemble(trackers.get(i % trackers.size()), addresses);
      }
      EntryServer entry = nodes.get(nodes.size() - 1).entry;
      for (TrackerNode node : trackers) {
        if (node.tracker != null && entry != null) {
          node.tracker.assemble(addresses);
          entry.heard(node.self(), node.tracker.index.peers());
        }
      }
    }
  }
}
