package io.duet.overlay.spi;

import java.util.Map;
import java.util.random.RandomGenerator;

/** An overlay with one of its presets, named such as {@code chord:adaptive}. */
final class OverlayVariant extends OverlayPlugin {
  private final OverlayPlugin overlay;
  private final Map<String, String> changes;

  OverlayVariant(OverlayPlugin overlay, String preset, Map<String, String> changes) {
    super(overlay, preset);
    this.overlay = overlay;
    this.changes = changes;
  }

  @Override
  public Map<String, Map<String, String>> presets() {
    return overlay.presets();
  }

  @Override
  public Settings defaults(int nodes) {
    return overlay.defaults(nodes).overriddenBy(changes);
  }

  @Override
  public OverlayNetwork network(Settings settings, int nodes, RandomGenerator random) {
    return overlay.network(settings, nodes, random);
  }

  @Override
  public NodeFactory nodeMaker(Settings settings) {
    return overlay.nodeMaker(settings);
  }

  @Override
  public ClusterPlan clusterPlan(Settings settings, int nodes) {
    return overlay.clusterPlan(settings, nodes);
  }
}
