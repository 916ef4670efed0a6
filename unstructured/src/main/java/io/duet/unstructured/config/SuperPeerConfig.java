package io.duet.unstructured.config;

import io.duet.overlay.spi.Setting;
import io.duet.overlay.spi.Settings;
import io.duet.overlay.spi.SettingsBinder;
import java.util.random.RandomGenerator;

/**
 * The settings of a super-peer network, shared by all nodes of one capacity. Times are nanoseconds.
 */
public record SuperPeerConfig(
    @Setting(value = "64", doc = "Nodes for which an automatic TTL is computed.") int expectedNodes,
    @Setting(value = "8", max = 1_000_000, doc = "Nodes of a cluster; 1 makes all nodes equal.")
        int clusterSize,
    @Setting(value = "8", max = 10_000, doc = "Mean number of links between super-peers.")
        int degree,
    @Setting(value = "1", max = 2, doc = "Super-peers of a cluster that share its leaves.")
        int redundancy,
    @Setting(value = "auto", doc = "Whether leaves are promoted and super-peers demoted.")
        Elect elect,
    @Setting(value = GROWN, doc = "Shape of the links in a network that begins assembled.")
        String topology,
    @Setting(
            value = "auto",
            word = "auto",
            min = 0,
            max = 4_000_000,
            doc = "Most leaves of a super-peer; auto is four times the cluster size.")
        int leavesMax,
    @Setting(value = "1s", large = "30s", word = "never", doc = "Period of pings.") long pingNanos,
    @Setting(value = "1s", doc = "Time to wait for a reply.") long pingTimeoutNanos,
    LoadConfig load,
    SearchConfig search,
    PresetConfig preset) {

  /** Whether roles change; {@code AUTO} is decided by how the node runs. */
  public enum Elect {
    AUTO,
    TRUE,
    FALSE
  }

  /** The topology in which each super-peer links to some that joined before it. */
  public static final String GROWN = "grown";

  /** A period longer than any run: a year in nanoseconds. */
  static final long NEVER = 31_536_000_000_000_000L;

  public SuperPeerConfig {
    Settings.checked("redundancy", redundancy, 1, Math.min(2, clusterSize));
    pingNanos = pingNanos == 0 ? NEVER : pingNanos;
    if (leavesMax < 0) {
      leavesMax = clusterSize == 1 ? 0 : 4 * clusterSize;
    }
  }

  /**
   * The defaults: the cluster size is the square root of {@code nodes}, at least 8. That keeps both
   * the flood among super-peers and the load of each small (B. Yang, H. Garcia-Molina, "Designing a
   * super-peer network", ICDE 2003, section 5).
   */
  public static Settings defaults(int nodes) {
    int clusterSize = Math.max(8, (int) Math.round(StrictMath.sqrt(nodes)));
    return SettingsBinder.defaults(SuperPeerConfig.class, nodes)
        .with("expectedNodes", nodes)
        .with("clusterSize", clusterSize);
  }

  /** The defaults of a flood of equal peers, as in Gnutella: four links, TTL 7. */
  public static Settings floodDefaults(int nodes) {
    return defaults(nodes).with("clusterSize", 1).with("degree", 4).with("ttl", 7);
  }

  public static SuperPeerConfig of(Settings settings) {
    return SettingsBinder.bind(SuperPeerConfig.class, settings);
  }

  /** Whether leaves are promoted and super-peers demoted. */
  public boolean elects() {
    return elect == Elect.TRUE;
  }

  /** Nanoseconds after which the search of a leaf ends. */
  public long deadlineNanos() {
    return search.queryDeadlineNanos();
  }

  /** A copy with a random capacity for one node. */
  public SuperPeerConfig drawn(RandomGenerator random) {
    return withCapacity(load.capacities().draw(random));
  }

  private SuperPeerConfig withCapacity(int capacity) {
    return new SuperPeerConfig(
        expectedNodes,
        clusterSize,
        degree,
        redundancy,
        elect,
        topology,
        leavesMax,
        pingNanos,
        pingTimeoutNanos,
        load.withCapacity(capacity),
        search,
        preset);
  }

  /** The links that a super-peer makes; its partner makes as many, and others the same number. */
  public int ownLinks() {
    return Math.max(1, degree / 2 / redundancy);
  }

  /** The maximum number of links of a super-peer. */
  public int linksMax() {
    return preset.linksMax(redundancy * Math.max(4, 2 * degree));
  }

  /** The capacity that a leaf reports; 0 if it refuses promotions. */
  public int capacityOfLeaf() {
    return elects() ? load.capacity() : 0;
  }

  /** Whether the node of this index is a super-peer in an assembled network. */
  public boolean isSuperPeer(int index) {
    return index % clusterSize < redundancy;
  }
}
