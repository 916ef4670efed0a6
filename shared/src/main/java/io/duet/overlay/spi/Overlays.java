package io.duet.overlay.spi;

import io.duet.wire.MessageRegistry;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The available overlays, found by {@link ServiceLoader}. */
public final class Overlays {
  private static final List<OverlayPlugin> ALL =
      ServiceLoader.load(OverlayPlugin.class).stream()
          .map(ServiceLoader.Provider::get)
          .sorted(Comparator.comparing(OverlayPlugin::name))
          .toList();

  private static final Map<String, OverlayPlugin> BY_NAME = new TreeMap<>();

  static {
    for (OverlayPlugin overlay : ALL) {
      overlay.presets().forEach((name, changes) -> add(new OverlayVariant(overlay, name, changes)));
    }
    ALL.forEach(Overlays::add); // a protocol of its own precedes a preset of the same name
  }

  private Overlays() {}

  private static void add(OverlayPlugin overlay) {
    BY_NAME.put(overlay.name(), overlay);
  }

  /** All overlays, by name. */
  public static List<OverlayPlugin> all() {
    return ALL;
  }

  /**
   * The overlay with this name, such as {@code chord} or {@code chord:adaptive}: a separate
   * protocol of that name, or an overlay with a preset.
   *
   * @throws IllegalArgumentException with a message that lists the known ones
   */
  public static OverlayPlugin named(String name) {
    OverlayPlugin overlay = BY_NAME.get(name);
    if (overlay != null) {
      return overlay;
    }
    String[] parts = name.split(":", 2);
    throw new IllegalArgumentException(
        parts.length == 2 && BY_NAME.containsKey(parts[0])
            ? unknownPreset(parts[0], parts[1])
            : "unknown overlay '" + parts[0] + "'; known are " + names());
  }

  private static String names() {
    return ALL.stream().map(OverlayPlugin::name).collect(Collectors.joining(", "));
  }

  private static String unknownPreset(String overlay, String preset) {
    String prefix = overlay + ":";
    String known =
        BY_NAME.keySet().stream()
            .filter(name -> name.startsWith(prefix))
            .map(name -> name.substring(prefix.length()))
            .collect(Collectors.joining(", "));
    return "%s has no preset '%s'; it has %s"
        .formatted(overlay, preset, known.isEmpty() ? "none" : known);
  }

  /** The registry of the messages of all overlays. */
  public static MessageRegistry messages() {
    MessageRegistry.Builder builder = MessageRegistry.builder();
    ALL.forEach(overlay -> overlay.register(builder));
    return builder.build();
  }
}
