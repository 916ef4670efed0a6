package io.duet.cluster;

import io.duet.cli.Command;
import io.duet.cli.UsageException;
import io.duet.daemon.NodeOptions;
import io.duet.overlay.spi.ClusterPlan;
import io.duet.overlay.spi.OverlayPlugin;
import io.duet.overlay.spi.Overlays;
import io.duet.overlay.spi.Settings;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.cli.CommandLine;
import org.jspecify.annotations.Nullable;

/**
 * What {@code duet cluster up} asks for.
 *
 * @param nodes the number of nodes; 0 if it is not given
 * @param overlay the overlay; null if it is not given
 * @param settings settings of all nodes, as {@code NAME=VALUE}
 */
record ClusterRequest(int nodes, @Nullable String overlay, List<String> settings) {
  private static final String USUAL_OVERLAY = "chord";

  /**
   * The request of a command line.
   *
   * @throws UsageException if the number of nodes is invalid
   */
  static ClusterRequest of(CommandLine line) {
    List<String> words = line.getArgList();
    int nodes = words.size() < 2 ? 0 : number(words.get(1));
    return new ClusterRequest(nodes, line.getOptionValue("overlay"), Command.values(line, "set"));
  }

  private static int number(String text) {
    if (text.matches("[1-9]\\d{0,2}") && Integer.parseInt(text) <= ClusterFile.NODES_MAX) {
      return Integer.parseInt(text);
    }
    throw new UsageException(
        "N is '" + text + "', but must be from 1 to " + ClusterFile.NODES_MAX + " nodes");
  }

  /**
   * The cluster of the folder, if it is the one asked for.
   *
   * @throws UsageException if it has another overlay, other settings or another number of nodes
   */
  ClusterFile checked(ClusterFile old) {
    int size = old.nodes().size();
    boolean same =
        (nodes == 0 || nodes == size)
            && (overlay == null || overlay.equals(old.overlay()))
            && (settings.isEmpty() || settings.equals(old.settings()));
    if (!same) {
      throw new UsageException(
          "this folder has a cluster of %d nodes of %s %s; name another with --dir"
              .formatted(size, old.overlay(), String.join(" ", old.settings()))
              .replace(" ;", ";"));
    }
    return old;
  }

  /**
   * A new cluster on free ports.
   *
   * @throws UsageException if a part of the request is missing or invalid
   */
  ClusterFile planned() {
    if (nodes == 0) {
      throw new UsageException("write the number of nodes, as in: up 3");
    }
    String name = overlay == null ? USUAL_OVERLAY : overlay;
    ClusterPlan plan = Command.parsed(() -> plan(Overlays.named(name)));
    List<Integer> ports = FreePorts.find(2 * nodes);
    List<ClusterNode> all = new ArrayList<>();
    for (int i = 0; i < nodes; i++) {
      all.add(ClusterNode.planned(i + 1, plan.role(i), ports.get(2 * i), ports.get(2 * i + 1)));
    }
    return new ClusterFile(name, settings, plan.throughFirst(), all);
  }

  private ClusterPlan plan(OverlayPlugin kind) {
    Settings common =
        kind.defaults(nodes).overriddenBy(NodeOptions.assignments(kind.name(), settings));
    kind.nodeMaker(common);
    return kind.clusterPlan(common, nodes);
  }
}
