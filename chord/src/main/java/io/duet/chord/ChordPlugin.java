package io.duet.chord;

import io.duet.chord.message.ChordMessage;
import io.duet.chord.ring.ChordConfig;
import io.duet.overlay.spi.NodeFactory;
import io.duet.overlay.spi.OverlayNetwork;
import io.duet.overlay.spi.OverlayPlugin;
import io.duet.overlay.spi.Settings;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/** Registers the Chord ring as an overlay. */
public final class ChordPlugin extends OverlayPlugin {

  public ChordPlugin() {
    super("chord", "Chord ring", ChordConfig.class, List.of(ChordMessage.class));
  }

  @Override
  public Settings defaults(int nodes) {
    return ChordConfig.defaults(nodes);
  }

  @Override
  public Map<String, Map<String, String>> presets() {
    Map<String, Map<String, String>> presets = new TreeMap<>();
    presets.put("adaptive", preset("cache", 4096, "tableBytesPerSecond", 30, "parallel", 2));
    presets.put("base16", preset("fingerBase", 16));
    presets.put("proximity", preset("proximity", 16, "fingerBase", 16));
    presets.put("parallel", preset("parallel", 3));
    presets.put("recursive", preset("lookup", "recursive"));
    presets.put("recursive-direct", preset("lookup", "recursive-direct"));
    return presets;
  }

  private static Map<String, String> preset(Object... namesAndValues) {
    return Settings.of(namesAndValues).asMap();
  }

  @Override
  public OverlayNetwork network(Settings settings, int nodes, RandomGenerator random) {
    return new ChordNetwork(ChordConfig.of(settings), nodes);
  }

  @Override
  public NodeFactory nodeMaker(Settings settings) {
    return new ChordNetwork(ChordConfig.of(settings), 0);
  }
}
