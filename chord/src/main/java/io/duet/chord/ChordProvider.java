package io.duet.chord;

import io.duet.overlay.NodeMaker;
import io.duet.overlay.OverlayNetwork;
import io.duet.overlay.OverlayProvider;
import io.duet.overlay.Settings;
import io.duet.wire.MessageRegistry;
import java.util.Map;
import java.util.random.RandomGenerator;

/** The Chord ring among the overlays. */
public final class ChordProvider implements OverlayProvider {

  @Override
  public String name() {
    return "chord";
  }

  @Override
  public String title() {
    return "Chord ring";
  }

  @Override
  public void register(MessageRegistry.Builder messages) {
    ChordFormats.register(messages);
  }

  @Override
  public Settings defaults(int nodes) {
    return ChordConfig.defaults(nodes);
  }

  @Override
  public Map<String, Map<String, String>> presets() {
    return Map.of(
        "adaptive", Map.of("cache", "4096", "tableBytesPerSecond", "30"),
        "base16", Map.of("fingerBase", "16"),
        "parallel", Map.of("parallel", "3"),
        "recursive", Map.of("lookup", "recursive"),
        "recursive-direct", Map.of("lookup", "recursive-direct"));
  }

  @Override
  public OverlayNetwork network(Settings settings, int nodes, RandomGenerator random) {
    return new ChordNetwork(ChordConfig.of(settings), nodes);
  }

  @Override
  public NodeMaker nodeMaker(Settings settings) {
    ChordConfig config = ChordConfig.of(settings);
    if (config.virtualNodes() != 1) {
      throw new IllegalArgumentException(
          "virtualNodes must be 1: a node that runs alone is one member of the ring");
    }
    return (host, contacts) ->
        new ChordNode(host, config, RingPeer.of(host.self()), contacts, contacts.size());
  }
}
