package io.duet.unstructured.config;

import io.duet.overlay.spi.Setting;
import io.duet.overlay.spi.Settings;
import java.util.LinkedHashMap;
import java.util.Map;

/** The settings that only the classroom designs use. */
public record PresetConfig(
    @Setting(
            value = "discovered",
            doc = "Links: discovered in the network, or the named contacts only.")
        Links links,
    @Setting(value = "false", doc = "Whether the node keeps a log of the requests that reach it.")
        boolean requestLog,
    @Setting(value = "0", min = 0, max = 1_000_000_000, doc = "Megabytes that a leaf stores.")
        int storageMegabytes) {
  private static final long MEGABYTE = 1_000_000;
  private static final int NAMED_LINKS_MAX = 1_000;

  /** Where the links of a node come from. */
  enum Links {
    DISCOVERED,
    NAMED
  }

  /** Whether a node links only to its contacts. */
  public boolean namedLinks() {
    return links == Links.NAMED;
  }

  /** The bytes that a leaf would store, its own files included. */
  public long roomBytes() {
    return MEGABYTE * storageMegabytes;
  }

  /** The maximum number of links; with named links, many nodes may name the same one. */
  int linksMax(int wanted) {
    return namedLinks() ? Math.max(wanted, NAMED_LINKS_MAX) : wanted;
  }

  /** The classroom designs that are presets, as docs/presets.md describes them. */
  public static Map<String, Map<String, String>> presets() {
    Map<String, Map<String, String>> presets = new LinkedHashMap<>();
    presets.put("super-peer-mesh", Settings.of("degree", 10_000, "ttl", 1, "elect", false).asMap());
    presets.put(
        "central-directory",
        Settings.of("clusterSize", 1_000_000, "leavesMax", 1_000_000, "degree", 1)
            .with("ttl", 1)
            .with("elect", false)
            .asMap());
    presets.put(
        "pure-peers",
        Settings.of("clusterSize", 1, "leavesMax", 0, "degree", 4, "ttl", 7, "elect", false)
            .with("links", "named")
            .with("requestLog", true)
            .asMap());
    return presets;
  }
}
