package io.duet.overlay.spi;

import io.duet.wire.MessageRegistry;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The available overlays, found by {@link ServiceLoader}. */
public final class Overlays {
  private static final List<OverlayPlugin> ALL =
      ServiceLoader.load(OverlayPlugin.class).stream()
          .map(ServiceLoader.Provider::get)
          .sorted(Comparator.comparing(OverlayPlugin::name))
          .toList();

  private Overlays() {}

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
    int colon = name.indexOf(':');
    return colon < 0 || exact(name).isPresent()
        ? plain(name)
        : preset(plain(name.substring(0, colon)), name.substring(colon + 1));
  }

  private static OverlayPlugin preset(OverlayPlugin overlay, String preset) {
    if (!overlay.presets().containsKey(preset)) {
      String known = String.join(", ", presets(overlay));
      throw new IllegalArgumentException(
          overlay.name()
              + " has no preset '"
              + preset
              + "'; "
              + (known.isEmpty() ? "it has none" : "it has " + known));
    }
    return new OverlayVariant(overlay, preset);
  }

  /** The presets of an overlay, including separate protocols. */
  private static TreeSet<String> presets(OverlayPlugin overlay) {
    TreeSet<String> presets = new TreeSet<>(overlay.presets().keySet());
    String prefix = overlay.name() + ":";
    ALL.stream()
        .map(OverlayPlugin::name)
        .filter(name -> name.startsWith(prefix))
        .forEach(name -> presets.add(name.substring(prefix.length())));
    return presets;
  }

  private static Optional<OverlayPlugin> exact(String name) {
    return ALL.stream().filter(overlay -> overlay.name().equals(name)).findFirst();
  }

  private static OverlayPlugin plain(String name) {
    return exact(name).orElseThrow(() -> new IllegalArgumentException(unknown(name)));
  }

  private static String unknown(String name) {
    String known = ALL.stream().map(OverlayPlugin::name).collect(Collectors.joining(", "));
    return "unknown overlay '" + name + "'; known are " + known;
  }

  /** The registry of the messages of all overlays. */
  public static MessageRegistry messages() {
    MessageRegistry.Builder builder = MessageRegistry.builder();
    ALL.forEach(overlay -> overlay.register(builder));
    return builder.build();
  }
}
