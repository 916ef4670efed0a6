package io.duet.unstructured;

import io.duet.overlay.spi.NodeFactory;
import io.duet.overlay.spi.Settings;
import io.duet.unstructured.config.SearchConfig;
import io.duet.unstructured.config.SuperPeerConfig;
import java.util.Map;

/** Provides blind flooding as an overlay: every node is a super-peer without leaves. */
public final class FloodPlugin extends SuperPeerPlugin {

  @Override
  public String name() {
    return "flood";
  }

  @Override
  public String title() {
    return "Blind flooding";
  }

  @Override
  public Map<String, Map<String, String>> presets() {
    return SearchConfig.presets();
  }

  @Override
  public Class<? extends Record> settings() {
    return SuperPeerConfig.class;
  }

  @Override
  public Settings defaults(int nodes) {
    return SuperPeerConfig.floodDefaults(nodes);
  }

  @Override
  public NodeFactory nodeMaker(Settings settings) {
    SuperPeerConfig config = SuperPeerConfig.of(settings);
    return (host, contacts) ->
        UnstructuredNode.superPeer(host, config.drawn(host.random()), contacts);
  }
}
