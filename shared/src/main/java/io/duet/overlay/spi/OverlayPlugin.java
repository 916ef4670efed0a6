package io.duet.overlay.spi;

import io.duet.node.Message;
import io.duet.wire.MessageRegistry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** One kind of overlay, found by {@link java.util.ServiceLoader}; adding a kind is one class. */
public abstract class OverlayPlugin {
  private final String name;
  private final String networkName;
  private final String title;
  private final Class<? extends Record> settings;
  private final List<Class<? extends Message>> messages;

  /**
   * A kind of overlay.
   *
   * @param name the short name in commands, files and metrics, such as {@code chord}
   * @param title the title in reports, such as "Chord ring"
   * @param settings the record that declares its settings, as {@link SettingsBinder} reads it
   * @param messages the interfaces that declare its messages, whose class ids are never reused
   */
  protected OverlayPlugin(
      String name,
      String title,
      Class<? extends Record> settings,
      List<Class<? extends Message>> messages) {
    this.name = name;
    this.networkName = name;
    this.title = title;
    this.settings = settings;
    this.messages = messages;
  }

  /** The same kind with a preset, in the same networks. */
  OverlayPlugin(OverlayPlugin kind, String preset) {
    this.name = kind.name + ":" + preset;
    this.networkName = kind.networkName;
    this.title = kind.title + ", " + preset;
    this.settings = kind.settings;
    this.messages = kind.messages;
  }

  public final String name() {
    return name;
  }

  public final String title() {
    return title;
  }

  public final Class<? extends Record> settings() {
    return settings;
  }

  /**
   * The name of its networks on the wire: nodes with different names refuse each other's
   * connections, and presets that may be mixed share one.
   */
  public final String networkName() {
    return networkName;
  }

  /** Registers this overlay's messages. */
  public final void register(MessageRegistry.Builder builder) {
    messages.forEach(builder::addAll);
  }

  /** The messages of this overlay's networks, and of no other. */
  public final MessageRegistry messages() {
    MessageRegistry.Builder builder = MessageRegistry.builder();
    register(builder);
    return builder.build();
  }

  /** The settings of each preset that differ from the defaults; {@code NAME:PRESET} selects one. */
  public Map<String, Map<String, String>> presets() {
    return new LinkedHashMap<>();
  }

  /** All settings of this overlay, with defaults for a network of this number of nodes. */
  public Settings defaults(int nodes) {
    return SettingsBinder.defaults(settings, nodes);
  }

  /**
   * A network with these settings, whose nodes an experiment then creates.
   *
   * @param random the network's own random generator, for example for its links
   * @throws IllegalArgumentException with a readable message, if a setting is invalid
   */
  public abstract OverlayNetwork network(Settings settings, int nodes, RandomGenerator random);

  /** The roles of a cluster of processes with these settings; by default all nodes are equal. */
  public ClusterPlan clusterPlan(Settings settings, int nodes) {
    return ClusterPlan.ofEquals();
  }

  /**
   * Creates single nodes with these settings; not available if only experiments can create the
   * overlay's nodes.
   *
   * @throws IllegalArgumentException with a readable message, if a setting is invalid, or nodes of
   *     this overlay do not run alone
   */
  public NodeFactory nodeMaker(Settings settings) {
    throw new IllegalArgumentException(
        "nodes of overlay '" + name + "' run only in experiments, such as 'duet race'");
  }
}
