package io.duet.overlay;

import io.duet.wire.MessageRegistry;
import java.util.Collections;
import java.util.Map;
import java.util.random.RandomGenerator;

/** One kind of overlay, found by {@link java.util.ServiceLoader}; adding a kind is one class. */
public interface OverlayProvider {

  /** The short name in commands, files and metrics, such as {@code chord}. */
  String name();

  /** The name that people read in reports, such as "Chord ring". */
  String title();

  /**
   * The name of its networks on the wire: nodes of overlays where it differs refuse each other's
   * connections, and those of presets that may meet share it.
   */
  default String networkName() {
    return name();
  }

  /** Adds this overlay's messages to the wire; their class ids are never reused. */
  void register(MessageRegistry.Builder messages);

  /**
   * Named sets of settings that differ from the defaults, by preset; {@code NAME:PRESET} plays one.
   */
  default Map<String, Map<String, String>> presets() {
    return Collections.emptyMap();
  }

  /** Every setting of this overlay with the value that suits a network of so many nodes. */
  Settings defaults(int nodes);

  /**
   * A network with these settings, whose nodes an experiment then creates.
   *
   * @param random where the network's own chance comes from, such as who knows whom
   * @throws IllegalArgumentException with a sentence for people, when a setting makes no sense
   */
  OverlayNetwork network(Settings settings, int nodes, RandomGenerator random);

  /**
   * How single nodes with these settings are made; an overlay whose nodes only an experiment can
   * set up has no such way.
   *
   * @throws IllegalArgumentException with a sentence for people, when a setting makes no sense, or
   *     nodes of this overlay do not run alone
   */
  default NodeMaker nodeMaker(Settings settings) {
    throw new IllegalArgumentException(
        "nodes of overlay '" + name() + "' run only in experiments, such as 'duet race'");
  }
}
