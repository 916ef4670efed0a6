package io.duet.overlay.spi;

import io.duet.wire.MessageRegistry;
import java.util.Collections;
import java.util.Map;
import java.util.random.RandomGenerator;

/** One kind of overlay, found by {@link java.util.ServiceLoader}; adding a kind is one class. */
public interface OverlayPlugin {

  /** The short name in commands, files and metrics, such as {@code chord}. */
  String name();

  /** The title in reports, such as "Chord ring". */
  String title();

  /**
   * The name of its networks on the wire: nodes with different names refuse each other's
   * connections, and presets that may be mixed share one.
   */
  default String networkName() {
    return name();
  }

  /** Registers this overlay's messages; their class ids are never reused. */
  void register(MessageRegistry.Builder messages);

  /** The messages of this overlay's networks, and of no other. */
  default MessageRegistry messages() {
    MessageRegistry.Builder builder = MessageRegistry.builder();
    register(builder);
    return builder.build();
  }

  /** The settings of each preset that differ from the defaults; {@code NAME:PRESET} selects one. */
  default Map<String, Map<String, String>> presets() {
    return Collections.emptyMap();
  }

  /** The record that declares this overlay's settings, as {@link SettingsBinder} reads it. */
  Class<? extends Record> settings();

  /** All settings of this overlay, with defaults for a network of this number of nodes. */
  default Settings defaults(int nodes) {
    return SettingsBinder.defaults(settings(), nodes);
  }

  /**
   * A network with these settings, whose nodes an experiment then creates.
   *
   * @param random the network's own random generator, for example for its links
   * @throws IllegalArgumentException with a readable message, if a setting is invalid
   */
  OverlayNetwork network(Settings settings, int nodes, RandomGenerator random);

  /**
   * Creates single nodes with these settings; not available if only experiments can create the
   * overlay's nodes.
   *
   * @throws IllegalArgumentException with a readable message, if a setting is invalid, or nodes of
   *     this overlay do not run alone
   */
  default NodeFactory nodeMaker(Settings settings) {
    throw new IllegalArgumentException(
        "nodes of overlay '" + name() + "' run only in experiments, such as 'duet race'");
  }
}
