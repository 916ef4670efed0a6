package io.duet.unstructured;

import io.duet.node.Message;
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
}
