package io.duet.unstructured;

import io.duet.overlay.Settings;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the classroom designs need beside the settings of every network.
 *
 * @param namedLinks whether a node is linked to the contacts that it was given, and seeks no other
 * @param requestEvents whether each request that arrives is told as an event
 * @param roomBytes bytes that a leaf would store for others, those of its own files included
 */
record PresetConfig(boolean namedLinks, boolean requestEvents, long roomBytes) {
  private static final long MEGABYTE = 1_000_000;
  private static final int MEGABYTES_MAX = 1_000_000_000;
  private static final int NAMED_LINKS_MAX = 1_000;

  /** The settings that are nobody's preset. */
  static Settings defaults(Settings settings) {
    return settings.with("links", "sought").with("requestEvents", false).with("roomMegabytes", 0);
  }

  static PresetConfig of(Settings settings) {
    return new PresetConfig(
        namedLinks(settings.text("links")),
        settings.flag("requestEvents"),
        MEGABYTE * settings.number("roomMegabytes", 0, MEGABYTES_MAX));
  }

  private static boolean namedLinks(String links) {
    return switch (links) {
      case "sought" -> false;
      case "named" -> true;
      default ->
          throw new IllegalArgumentException(
              "links is '" + links + "', but must be sought or named");
    };
  }

  /** The most links of a node: whoever is named in many files has many. */
  int linksMax(int ofOthers) {
    return namedLinks ? Math.max(ofOthers, NAMED_LINKS_MAX) : ofOthers;
  }

  /** The classroom designs that are sets of settings, as docs/presets.md tells them. */
  static Map<String, Map<String, String>> presets() {
    Map<String, Map<String, String>> presets = new LinkedHashMap<>();
    presets.put("super-peer-mesh", preset("degree", "10000", "ttl", "1", "elect", "false"));
    presets.put(
        "central-directory",
        preset(
            "clusterSize",
            "1000000",
            "leavesMax",
            "1000000",
            "degree",
            "1",
            "ttl",
            "1",
            "elect",
            "false"));
    presets.put(
        "pure-peers",
        preset(
            "clusterSize",
            "1",
            "leavesMax",
            "0",
            "degree",
            "4",
            "ttl",
            "7",
            "elect",
            "false",
            "links",
            "named",
            "requestEvents",
            "true"));
    return presets;
  }

  private static Map<String, String> preset(String... namesAndValues) {
    Map<String, String> preset = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      preset.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return Collections.unmodifiableMap(preset);
  }
}
