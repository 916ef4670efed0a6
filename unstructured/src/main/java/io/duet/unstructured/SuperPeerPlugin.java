package io.duet.unstructured;

import io.duet.node.Message;
import io.duet.overlay.spi.ClusterPlan;
import io.duet.overlay.spi.NodeFactory;
import io.duet.overlay.spi.OverlayNetwork;
import io.duet.overlay.spi.OverlayPlugin;
import io.duet.overlay.spi.Settings;
import io.duet.unstructured.config.PresetConfig;
import io.duet.unstructured.config.SearchConfig;
import io.duet.unstructured.config.SuperPeerConfig;
import io.duet.unstructured.message.LeafMessage;
import io.duet.unstructured.message.UnstructuredMessage;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Provides the super-peer network as an overlay. */
public final class SuperPeerPlugin extends OverlayPlugin {
  static final List<Class<? extends Message>> MESSAGES =
      List.of(UnstructuredMessage.class, LeafMessage.class);

  private static final String SUPER_PEER = "super-peer";

  /** From this cluster size on, one super-peer is meant to serve all leaves. */
  private static final int ONE_FOR_ALL = 1_000_000;

  public SuperPeerPlugin() {
    super("super-peer", "Super-peer network", SuperPeerNodeFactory.class, MESSAGES);
  }

  @Override
  public Map<String, Map<String, String>> presets() {
    Map<String, Map<String, String>> presets = SearchConfig.presets();
    presets.put("redundant", Settings.of("redundancy", 2).asMap());
    presets.put("elected", Settings.of("elect", true).asMap());
    presets.putAll(PresetConfig.presets());
    return presets;
  }

  @Override
  public Settings defaults(int nodes) {
    return SuperPeerConfig.defaults(nodes).with("role", "auto");
  }

  @Override
  public OverlayNetwork network(Settings settings, int nodes, RandomGenerator random) {
    return new SuperPeerNetwork(settings, random);
  }

  @Override
  public NodeFactory nodeMaker(Settings settings) {
    return SuperPeerNodeFactory.of(settings);
  }

  /** The square root of the nodes are super-peers, or one if it serves all or is elected later. */
  @Override
  public ClusterPlan clusterPlan(Settings settings, int nodes) {
    SuperPeerConfig config = SuperPeerConfig.of(settings);
    if (config.clusterSize() >= ONE_FOR_ALL) {
      return new ClusterPlan(List.of(SUPER_PEER), true);
    } else if (config.clusterSize() == 1 || config.elects()) {
      return ClusterPlan.ofEquals();
    }
    return ClusterPlan.first((int) Math.ceil(Math.sqrt(nodes)), SUPER_PEER);
  }
}
