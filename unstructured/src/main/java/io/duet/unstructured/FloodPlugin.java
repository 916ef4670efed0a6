package io.duet.unstructured;

import io.duet.overlay.spi.NodeFactory;
import io.duet.overlay.spi.OverlayNetwork;
import io.duet.overlay.spi.OverlayPlugin;
import io.duet.overlay.spi.Settings;
import io.duet.unstructured.config.SearchConfig;
import io.duet.unstructured.config.SuperPeerConfig;
import io.duet.unstructured.message.LeafMessage;
import io.duet.unstructured.message.UnstructuredMessage;
import io.duet.wire.MessageRegistry;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Provides blind flooding as an overlay: every node is a super-peer without leaves. */
public final class FloodPlugin implements OverlayPlugin {

  @Override
  public String name() {
    return "flood";
  }

  @Override
  public String title() {
    return "Blind flooding";
  }

  @Override
  public void register(MessageRegistry.Builder messages) {
    messages.addAll(UnstructuredMessage.class).addAll(LeafMessage.class);
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
