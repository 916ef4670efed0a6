package io.duet.overlay.spi;

import io.duet.wire.MessageRegistry;
import java.util.Collections;
import java.util.Map;
import java.util.random.RandomGenerator;

/** An overlay with one of its presets, named such as {@code chord:adaptive}. */
record OverlayVariant(OverlayPlugin overlay, String preset) implements OverlayPlugin {

  @Override
  public String name() {
    return overlay.name() + ":" + preset;
  }

  @Override
  public String networkName() {
    return overlay.networkName();
  }

  @Override
  public String title() {
    return overlay.title() + ", " + preset;
  }

  @Override
  public Map<String, Map<String, String>> presets() {
    return overlay.presets();
  }

  @Override
  public void register(MessageRegistry.Builder messages) {
    overlay.register(messages);
  }

  @Override
  public Class<? extends Record> settings() {
    return overlay.settings();
  }

  @Override
  public Settings defaults(int nodes) {
    return overlay
        .defaults(nodes)
        .overriddenBy(overlay.presets().getOrDefault(preset, Collections.emptyMap()));
  }

  @Override
  public OverlayNetwork network(Settings settings, int nodes, RandomGenerator random) {
    return overlay.network(settings, nodes, random);
  }

  @Override
  public NodeFactory nodeMaker(Settings settings) {
    return overlay.nodeMaker(settings);
  }
}
