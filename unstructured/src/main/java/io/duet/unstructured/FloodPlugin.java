package io.duet.unstructured;

import io.duet.overlay.spi.NodeFactory;
import io.duet.overlay.spi.OverlayNetwork;
import io.duet.overlay.spi.OverlayPlugin;
import io.duet.overlay.spi.Settings;
import io.duet.unstructured.config.SearchConfig;
import io.duet.unstructured.config.SuperPeerConfig;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Provides blind flooding as an overlay: every node is a super-peer without leaves. */
public final class FloodPlugin extends OverlayPlugin {

  public FloodPlugin() {
    super("flood", "Blind flooding", SuperPeerConfig.class, SuperPeerPlugin.MESSAGES);
  }

  @Override
  public Map<String, Map<String, String>> presets() {
    return SearchConfig.presets();
  }

  @Override
  public Settings defaults(int nodes) {
    return SuperPeerConfig.floodDefaults(nodes);
  }

  @Override
  public OverlayNetwork network(Settings settings, int nodes, RandomGenerator random) {
    return new SuperPeerNetwork(settings, random);
  }

  @Override
  public NodeFactory nodeMaker(Settings settings) {
    SuperPeerConfig config = SuperPeerConfig.of(settings);
    return (host, contacts) ->
        UnstructuredNode.superPeer(host, config.drawn(host.random()), contacts);
  }
}
